//! The viewers' frames of one tick: whole for those who ask for it, and as what changed for those who have the wall. A
//! wall of fifty questions is forty kilobytes; on a bad link what changed in it, mostly a few figures, is what comes
//! through. All viewers share these frames, so nothing is made for one of them alone.

use axum::extract::ws::Utf8Bytes;
use efir_core::audience::{Public, PublicQuestion};
use efir_log::Position;
use sha2::{Digest, Sha256};

use crate::session::frames;

/// The newest frames for viewers.
#[derive(Clone, Debug, Default)]
pub struct PublicFrames {
    /// How far they are.
    pub position: Position,
    /// Everything.
    pub whole: Utf8Bytes,
    /// What changed since the tick before.
    changed: Utf8Bytes,
    /// All but the wall.
    bare: Utf8Bytes,
    /// The name of the wall before that change.
    before: String,
    /// The name of the wall now.
    name: String,
    wall: Vec<PublicQuestion>,
}

/// A wall's name: two walls that look alike have the same one, on every node.
pub fn wall_id(wall: &[PublicQuestion]) -> String {
    // Cannot fail: a wall is plain data with strings for keys.
    let bytes = serde_json::to_vec(wall).expect("a wall is plain data");
    hex::encode(&Sha256::digest(bytes)[..6])
}

impl PublicFrames {
    /// The frames after these.
    pub fn next(&self, position: Position, public: &Public) -> Self {
        let name = wall_id(&public.wall);
        let order: Vec<_> = public.wall.iter().map(|question| question.number).collect();
        let is_new = |question: &&PublicQuestion| !self.wall.contains(question);
        let changed: Vec<_> = public.wall.iter().filter(is_new).collect();
        PublicFrames {
            position,
            whole: frames::public(position, &name, public),
            changed: frames::public_change(position, &name, public, Some((&order, &changed))),
            bare: frames::public_change(position, &name, public, None),
            before: self.name.clone(),
            name,
            wall: public.wall.clone(),
        }
    }

    /// The smallest frame for one who has the wall of that name, and the wall they have then.
    pub fn to_one_who_has(&self, wall: &str) -> (Utf8Bytes, String) {
        let frame = match wall {
            "" => &self.whole,
            wall if wall == self.name => &self.bare,
            wall if wall == self.before => &self.changed,
            _ => &self.whole,
        };
        (frame.clone(), self.name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use efir_core::{Phase, Status, audience::PublicCounts};
    use serde_json::{Value, json};
    use uuid::Uuid;

    fn question(number: u32, same: u32) -> PublicQuestion {
        let text = format!("Вопрос {number}?");
        let (status, id) = (Status::Approved, Uuid::from_u128(number.into()));
        PublicQuestion { id, number, text, name: None, place: None, same, status, since: 0 }
    }

    fn after(frames: &PublicFrames, wall: Vec<PublicQuestion>) -> PublicFrames {
        let counts = PublicCounts { questions: wall.len(), ..PublicCounts::default() };
        frames.next(Position::default(), &Public { phase: Phase::Open, on_air: None, wall, counts })
    }

    fn read(frame: &str) -> Value {
        serde_json::from_str(frame).unwrap()
    }

    #[test]
    fn who_has_the_wall_gets_what_changed_in_it() {
        let first = after(&PublicFrames::default(), vec![question(1, 1), question(2, 1)]);
        let (whole, has) = first.to_one_who_has("");
        assert_eq!(read(&whole)["wall"].as_array().unwrap().len(), 2);
        let second = after(&first, vec![question(3, 1), question(1, 5), question(2, 1)]);
        let (changed, now) = second.to_one_who_has(&has);
        let changed = read(&changed);
        assert_eq!(changed["type"], "public_change");
        assert_eq!(changed["order"], json!([3, 1, 2]));
        let numbers = |frame: &Value| -> Vec<Value> {
            frame["changed"].as_array().unwrap().iter().map(|q| q["number"].clone()).collect()
        };
        assert_eq!(numbers(&changed), [json!(3), json!(1)]);
        assert_eq!(changed["wall_id"].as_str(), Some(now.as_str()));
        // Nothing changed on the wall: only the rest is told. Who missed a tick gets everything.
        let third = after(&second, vec![question(3, 1), question(1, 5), question(2, 1)]);
        let (bare, _) = third.to_one_who_has(&now);
        assert!(read(&bare).get("order").is_none() && bare.len() < 250, "{bare}");
        assert_eq!(read(&third.to_one_who_has(&has).0)["type"], "public");
    }
}
