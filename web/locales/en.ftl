### Efir's words in English. Keys go by screen; another language is one more file like this.
### A new key must be in all files (ru, en, cv): a test fails without it.

lang-name = English
langs-label = Language

## Everywhere

phase-open = on air
phase-paused = line paused
phase-closed = line closed
questions-count = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
first-broadcast = Direct line
moderator-name = Moderator { $number }

## Refusals

refused-bad-request = The request cannot be read: { $what }
refused-unknown-type = There is no such command.
refused-too-large = The message is too large: more than { $max } bytes.
refused-empty = Write your question.
refused-too-long = { $max ->
    [0] The text is too long.
    [one] The text is longer than { $max } character. Please shorten it.
   *[other] The text is longer than { $max } characters. Please shorten it.
}
refused-id-taken = Somebody else sent a question with this id. Please send it again.
refused-rate-limited = { $seconds ->
    [one] Too often. Try again in { $seconds } second.
   *[other] Too often. Try again in { $seconds } seconds.
}
refused-overloaded = Very many questions are coming in. We will try again by ourselves.
refused-unauthorized = Open this page by the link you were given.
refused-bad-token = The link is out of date or damaged. Ask for a new one.
refused-forbidden = Your role may not do this.
refused-bad-origin = The request came from another site's page.
refused-not-found = There is no such page.
refused-method-not-allowed = This cannot be asked in this way.
refused-bad-slug = A broadcast's address has Latin letters, digits and hyphens, 1 to 64 of them.
refused-slug-taken = There is a broadcast with this address already.
refused-no-question = There is no such question.
refused-wrong-status = { $status ->
    [pending] Question no. { $number } is among the new ones again.
    [held] Question no. { $number } is held already.
    [approved] Question no. { $number } is in the rundown already.
    [on_air] Question no. { $number } is on air already.
    [answered] Question no. { $number } was answered already.
    [rejected] Question no. { $number } was rejected already.
    [merged] Question no. { $number } was merged already.
   *[withdrawn] Question no. { $number } was withdrawn by its asker.
}{ $who ->
    [none] {""}
   *[other] {" "}By { $who }.
}
refused-changed = The text of question no. { $number } has changed. Read the new one and decide again.
refused-claimed = { $who } is looking at question no. { $number }.
refused-same-question = A question cannot be merged with itself.
refused-after-not-in-rundown = The question to stand behind is not in the rundown.
refused-on-air = Question no. { $number } is on air and cannot be withdrawn now.
refused-nothing-on-air = Nothing is on air.
refused-air-moved = Another question is on air by now.
refused-rundown-empty = The rundown is empty.
refused-cannot-undo = It is too late to undo: things have moved on.
refused-bad-settings = There is no such setting, or its value will not do.
refused-paused = The line is paused. Your text is kept; send it later.
refused-closed = The line is closed.
refused-muted = Your questions are not taken any more.
refused-unavailable = The log does not answer. Your text is kept; we will try again.
refused-internal = Something went wrong here. Please try again.

## Alarms on the moderator's screen

alarm-redis-unsafe = { $server } may lose accepted questions: it runs with { $settings }. Tell the administrator.
alarm-redis-unknown = The settings of { $server } cannot be read: nobody knows whether it keeps accepted questions safely.
alarm-log-forked = The log lost a part of its entries and is being healed. The host's screen keeps the list it had.
alarm-log-forked-over = { $back ->
    [0] The log was checked: nothing is lost. Compare the rundown.
    [one] The log is healed: { $back } entry was brought back. Compare the rundown.
   *[other] The log is healed: { $back } entries were brought back. Compare the rundown.
}
alarm-log-silent = The log does not answer. What you take off goes at once; nothing new reaches the host's screen.
alarm-log-silent-over = The log answers again.
alarm-too-few-replicas = Too few copies of the log. What is approved reaches the host once the copies answer.
alarm-too-few-replicas-over = The copies of the log answer again.

## The list of broadcasts, and errors

home-title = Live broadcasts
home-empty = No broadcast is open now.
error-home = To the list of broadcasts

## The viewer's page

viewer-your-question = Your question
viewer-ask = Ask

## The administrator

admin-title = Broadcasts
admin-create = New broadcast
