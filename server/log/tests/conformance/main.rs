//! One suite for all logs, each case of it run against memory, disk, one Redis and a cluster of three.
//!
//! Here is only the table of what runs against what; cases that only one kind of log can have are in the file of
//! that kind.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test says what went wrong by failing")]

mod cases;
mod disk;
mod heal;
mod memory;
mod model;
mod redis_cluster;
mod redis_sentinel;
mod redis_single;
mod servers;
mod url;

/// Makes a test of each case, on a store made by `$store`.
macro_rules! conformance {
    ($store:path) => {
        conformance! { $store:
            offsets_are_contiguous_from_one
            a_repeated_id_has_its_first_offset
            an_id_counts_as_repeated_within_the_window_only
            a_batch_keeps_its_order
            many_may_append_at_once
            a_window_can_be_read
            following_gives_what_is_there_at_once
            following_wakes_on_an_append
            following_ends_empty_when_nothing_comes
            following_waits_longer_than_one_wait_in_the_server
            a_cancelled_follow_loses_nothing
            many_may_follow
            streams_do_not_mix
            the_chain_is_the_same_everywhere
            the_epoch_stays
            all_is_there_when_opened_again
            two_handles_agree
            bytes_come_back_as_they_were
            a_name_that_no_log_can_hold_is_refused
            an_appender_gathers_and_keeps_order
        }
    };
    ($store:path: $($case:ident)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let store = $store();
                $crate::cases::$case(&store).await;
            }
        )*
    };
}
pub(crate) use conformance;
