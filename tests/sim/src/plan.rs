//! What a seed decides about a run before it begins: who is there, how long it lasts, of what kind the log is.

use efir_core::{
    Role, Status,
    window::{Query, Sort},
};

use crate::{bugs::Bug, chance::Chance, client::Client, effect::Ms, node::Nature, world::Place};

/// How long it takes for all to agree once nothing goes wrong any more.
const HEALING: Ms = 60_000;

/// What is decided before a run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// Whether the log promises more than one machine can.
    pub waits_for_replicas: bool,
    /// Whether the log loses what it had.
    pub forks: bool,
    /// For how long people act and things go wrong.
    pub rough_for: Ms,
}

impl Plan {
    /// The plan of a seed.
    pub fn of(seed: u64) -> Self {
        Plan { seed, waits_for_replicas: seed % 2 == 1, forks: seed % 4 >= 2, rough_for: 5 * 60_000 }
    }

    /// When nothing goes wrong any more.
    pub fn calm_from(&self) -> Ms {
        self.rough_for
    }

    /// When people stop doing new things: they go on a little while all is well.
    pub fn quiet_from(&self) -> Ms {
        self.rough_for + 5_000
    }

    /// When all must agree.
    pub fn end(&self) -> Ms {
        self.quiet_from() + HEALING
    }
}

/// The nodes.
pub fn places(plan: &Plan, bug: Option<Bug>, chance: &mut Chance) -> Vec<Place> {
    let nature = |name, chance: &mut Chance| Nature {
        name,
        bug,
        waits_for_replicas: plan.waits_for_replicas,
        clock_ahead: chance.below(20_000) as i64 - 10_000,
        clock_drift: chance.below(2_000) as i64 - 1_000,
    };
    (0..3).map(|name| Place { nature: nature(name, chance), node: None, life: 0, stopped_until: 0 }).collect()
}

/// The people, each with a page; a host with two.
pub fn clients(plan: &Plan, bug: Option<Bug>, chance: &mut Chance) -> Vec<Client> {
    let _ = plan;
    let mut clients = Vec::new();
    let roles =
        [(Role::Viewer, 6), (Role::Moderator, 3), (Role::Host, 2), (Role::Overlay, 1), (Role::Admin, 1)];
    for (role, count) in roles {
        for _ in 0..count {
            let mut client = Client::new(chance.id(), role, bug);
            let status =
                *chance.pick(&[Status::Pending, Status::Pending, Status::Held]).unwrap_or(&Status::Pending);
            let sort = *chance.pick(&[Sort::Arrival, Sort::Newest, Sort::Asked]).unwrap_or(&Sort::Arrival);
            client.page.query = Query { status: Some(status), sort, limit: 8, ..Query::default() };
            clients.push(client);
        }
    }
    // The clicker beside the screen: the same person on two links.
    if let Some(id) = clients.iter().find(|client| client.role == Role::Host).map(|client| client.id) {
        clients.push(Client::new(id, Role::Host, bug));
    }
    clients
}
