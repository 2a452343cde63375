//! A server whose clock is put forward and back: what was promised for a time is good for that time by the server's
//! clock, and all else does not depend on it.

use efir_tests::{Ask, Desk, SLUG, Start, Store, desk::numbers, shims::Clock};
use serde_json::json;

const DAY: i64 = 86_400;

#[tokio::test]
async fn links_run_out_by_the_clock_and_order_receipts_and_deadlines_do_not() {
    let (store, clock) = (Store::disk(), Clock::default());
    let server = Start::on(&store.url()).by(&clock.script()).go().await;
    let desk = Desk::of(&server, "moderators");
    let mut receipts = Vec::new();
    let jumps = [0, 31 * DAY, -400 * DAY, 29 * DAY, 0];
    for (n, days) in jumps.into_iter().enumerate() {
        clock.jump_to(days);
        let ask = Ask::new(&format!("Когда откроют школу № {n}?"));
        let receipt = ask.send(&server).await.ok();
        assert_eq!(receipt["number"], n + 1, "{receipt}");
        receipts.push(receipt["receipt"].as_str().expect("a receipt").to_owned());
        for receipt in &receipts {
            assert_eq!(server.get(&format!("/b/{SLUG}/q/{receipt}")).send().await.status, 200);
        }
        let approved = desk.command(json!({"type": "approve", "question": ask.id})).await;
        // A month is over; and when the clock is right again, it is not.
        let expected = if days > 30 * DAY { 401 } else { 200 };
        assert_eq!(approved.status, expected, "{}", approved.text());
        let healthy = server.get("/readyz").send().await;
        assert_eq!(healthy.status, 200, "{}", healthy.text());
    }
    // In the order in which they came, whatever the clock said then.
    assert_eq!(numbers(&desk.rundown().await["next"]), [1, 3, 4, 5]);
    assert_eq!(numbers(&desk.window("status=pending&order=oldest").await["rows"]), [2]);
    let exported = desk.export().await;
    assert_eq!(
        exported.iter().map(|question| question["number"].as_u64()).collect::<Vec<_>>(),
        (1..=5).map(Some).collect::<Vec<_>>()
    );
}
