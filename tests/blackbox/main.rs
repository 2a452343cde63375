//! The black-box tests: each module is named for what it promises, each test for one promise. They know the
//! program by its command line, its HTTP, its sockets and its log's address, and by nothing else.

mod a_clock_jumps;
mod a_damaged_disk;
mod agreement;
mod anyone_may_be_slow;
mod bad_input_is_refused_alike;
mod command_line;
mod crashes_lose_nothing;
mod doors_and_figures;
mod figures_move;
mod hostile_text_is_harmless;
mod import_and_export;
mod limits_a_minute;
mod operations;
mod overload;
mod repeats_add_nothing;
mod restarts_keep_everything;
mod roles_hold;
mod rules_change_under_way;
mod screens_never_go_back;
mod screens_outlive_the_log;
mod texts_at_the_command_line;
mod the_disk_fails;
mod the_whole_way;
mod two_servers_on_one_log;
