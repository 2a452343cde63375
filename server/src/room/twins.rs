//! Keeps the indexes of like questions true to the state: what is folded where, and what is gone.
//! The decisions are in the log; this only helps to make new ones.

use efir_core::{Broadcast, Deed, Entry, Number, Status};
use moderation_rules::likeness::{Fingerprint, Index, Matches};

/// So many of the questions folded into one are looked through for somebody who types; more say nothing new.
const WORDINGS: usize = 32;

/// The indexes of one broadcast's questions.
#[derive(Default)]
pub(super) struct Twins {
    all: Index,
    /// Those that viewers may see, and what is folded into them: few among many, so they have an index of their own.
    public: Index,
}

impl Twins {
    /// The questions like that one.
    pub(super) fn find(&self, fingerprint: &Fingerprint) -> Matches {
        self.all.find(fingerprint)
    }

    /// The questions like that one among those that viewers may see.
    pub(super) fn find_public(&self, fingerprint: &Fingerprint) -> Matches {
        self.public.find(fingerprint)
    }

    /// Follows what an entry touched.
    pub(super) fn follow(&mut self, broadcast: &Broadcast, entry: &Entry, touched: &[Number]) {
        for &number in touched {
            let Some(question) = broadcast.question(number) else { continue };
            let root = broadcast.root_of(question).number;
            match &entry.deed {
                Deed::Ask(ask) if question.id == entry.id => {
                    let Some(fingerprint) = &ask.fingerprint else { continue };
                    self.all.insert(number, root, fingerprint);
                }
                _ => self.all.set_root(number, root),
            }
            // A rejected question may be reopened: it comes back.
            match question.standing.status {
                Status::Rejected | Status::Withdrawn => self.all.remove(number),
                _ => self.all.restore(number),
            }
            self.follow_public(broadcast, number, root);
        }
    }

    /// What is folded into a question goes with it: it is not found while its root is not.
    fn follow_public(&mut self, broadcast: &Broadcast, number: Number, root: Number) {
        let public = broadcast.question(root).is_some_and(|root| root.standing.status.is_public());
        if !public {
            self.public.remove(number);
            return;
        }
        let folded = if number == root { broadcast.folded(root) } else { &[] };
        for &number in folded.iter().take(WORDINGS).chain([&number]) {
            if let Some(fingerprint) = self.all.fingerprint(number) {
                self.public.insert(number, root, fingerprint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use efir_core::{Actor, Ask, Command, Settings, Spot};
    use moderation_rules::likeness::Likeness;
    use uuid::Uuid;

    use super::*;

    /// A broadcast with its twins, one entry after another.
    struct Scene {
        broadcast: Broadcast,
        twins: Twins,
        entries: u128,
    }

    impl Scene {
        fn new() -> Self {
            let mut scene =
                Self { broadcast: Broadcast::new(Settings::default()), twins: Twins::default(), entries: 0 };
            scene.apply(Deed::Command(Command::Open), efir_core::Role::Admin);
            scene
        }

        fn apply(&mut self, deed: Deed, role: efir_core::Role) -> Uuid {
            self.entries += 1;
            let id = Uuid::from_u128(self.entries);
            let actor = Actor { id: Uuid::from_u128(1_000 + self.entries), role, name: None };
            let entry = Entry::new(id, 0, actor, deed);
            let applied = self.broadcast.apply(&entry);
            applied.outcome.unwrap();
            self.twins.follow(&self.broadcast, &entry, &applied.touched.questions);
            id
        }

        fn ask(&mut self, text: &str) -> Uuid {
            let ask = Ask { fingerprint: Some(fingerprint(text)), ..Ask::default() };
            self.apply(Deed::Ask(Box::new(ask)), efir_core::Role::Viewer)
        }

        fn moderate(&mut self, command: Command) {
            self.apply(Deed::Command(command), efir_core::Role::Moderator);
        }
    }

    fn fingerprint(text: &str) -> Fingerprint {
        Likeness::shipped().fingerprint(text)
    }

    fn roots(found: &Matches) -> Vec<Number> {
        found.join.iter().chain(&found.offers).map(|found| found.root).collect()
    }

    #[test]
    fn who_types_is_shown_what_was_approved_however_much_else_waits() {
        let mut scene = Scene::new();
        let approved = scene.ask("Когда отремонтируют дорогу на улице Гагарина?");
        for _ in 0..3_000 {
            scene.ask("дорогу на Гагарина сделайте");
        }
        let typed = fingerprint("когда на гагарина отремонт");
        assert!(roots(&scene.twins.find_public(&typed)).is_empty(), "nothing is approved yet");
        scene.moderate(Command::Approve { question: approved, after: Spot::default(), revision: None });
        assert_eq!(roots(&scene.twins.find_public(&typed)), [1]);
    }

    #[test]
    fn the_words_of_what_was_folded_find_the_question_too() {
        let mut scene = Scene::new();
        let shown = scene.ask("Холодно в школе № 24");
        let folded = scene.ask("В двадцать четвёртой дети сидят в куртках, классы не отапливаются");
        scene.moderate(Command::Merge { question: folded, into: shown });
        let typed = fingerprint("дети в куртках, классы не отап");
        scene.moderate(Command::Approve { question: shown, after: Spot::default(), revision: None });
        assert_eq!(roots(&scene.twins.find_public(&typed)), [1]);
        scene.moderate(Command::Reopen { question: shown });
        assert!(roots(&scene.twins.find_public(&typed)).is_empty(), "it is not public any more");
    }

    #[test]
    fn nothing_is_folded_into_what_was_rejected() {
        let mut scene = Scene::new();
        let first = scene.ask("Почему не вывозят мусор на Речной?");
        let second = scene.ask("На Речной не вывозят мусор");
        scene.moderate(Command::Merge { question: second, into: first });
        scene.moderate(Command::Reject { question: first, reason: "other".into() });
        let third = fingerprint("мусор не вывозят на Речной, почему");
        assert_eq!(scene.twins.find(&third).join, None);
        scene.moderate(Command::Reopen { question: first });
        assert_eq!(scene.twins.find(&third).join.map(|found| found.root), Some(1));
    }
}
