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
refused-bad-rules = The rules cannot be read: { $what }
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
alarm-redis-unsafe-over = Redis keeps accepted questions safely again.
alarm-redis-unknown = The settings of { $server } cannot be read: nobody knows whether it keeps accepted questions safely.
alarm-redis-unknown-over = The settings of Redis can be read again.
alarm-log-forked = The log lost a part of its entries and is being healed. The host's screen keeps the list it had.
alarm-log-forked-over = { $back ->
    [0] The log was checked: nothing is lost. Compare the rundown.
    [one] The log is healed: { $back } entry was brought back. Compare the rundown.
   *[other] The log is healed: { $back } entries were brought back. Compare the rundown.
}
alarm-log-damaged = The log on disk is damaged: entry { $offset } cannot be read. The broadcast goes on from memory; do not restart the server, and tell the administrator.
alarm-log-damaged-over = The log on disk can be read whole again.
alarm-log-silent = The log does not answer. What you take off goes at once; nothing new reaches the host's screen.
alarm-log-silent-over = The log answers again.
alarm-too-few-replicas = Too few copies of the log. What is approved reaches the host once the copies answer.
alarm-too-few-replicas-over = The copies of the log answer again.

## The list of broadcasts, and errors

home-title = Live broadcasts
home-empty = No broadcast is open now.
error-home = To the list of broadcasts
error-code = Code for support:
error-advice-link = The link to a work place is with whoever runs the broadcast. Asking needs none: open the broadcast's page.
error-advice-address = Check the address: a letter may be missing. Or choose the broadcast from the list.
error-advice-back = Go back and try again. What you wrote is kept in the browser.
error-advice-later = Reload the page in a minute. Questions that were received are safe.

## The viewer's page

viewer-on-air = Being answered now
viewer-nothing-on-air = The next question is being chosen.
ask-your-question = Your question
ask-hint = One question, short and to the point
viewer-place = Where you live
viewer-name = Your name
viewer-name-is = Name: { $name }
viewer-over = { $count ->
    [one] Shorten it by { $count } character
   *[other] Shorten it by { $count } characters
}
viewer-already-asked = Already asked
viewer-me-too = Me too · { $count }
viewer-me-too-done = You too · { $count }
viewer-ask = Ask
viewer-ask-own = Ask my own question
ask-mine = My questions
viewer-no-number = No number yet
viewer-sending = Sending…
viewer-offline = No connection. We will send it when there is one; the text is kept
viewer-waits-open = The line is paused. We will send it when it opens; the text is kept
viewer-change = Change
viewer-drop = Discard
viewer-withdraw = Withdraw
viewer-withdraw-sure = Really withdraw?
viewer-link-down = No connection since { $time }. You can write: we will send it when it is back.
viewer-by-http = The connection is weak: this page is refreshed every few seconds.
ask-paused = The line is paused. Write now; we will send it when it opens.
ask-closed = The line is closed. What became of your questions is below.
viewer-accepted = Question no. { $number } is received
viewer-accepted-joined = This was asked already: no. { $number }. With you, { $count } ask it
viewer-wall = Coming up
viewer-past = Answered
viewer-more = { $count ->
    [one] { $count } more question
   *[other] { $count } more questions
}
viewer-wall-empty = The questions that the editors choose will appear here.
viewer-counts = { $count ->
    [0] No questions yet: yours will be the first
    [one] { $count } question came in, { $answered } answered
   *[other] { $count } questions came in, { $answered } answered
}
ask-video = The broadcast's video
ask-video-play = Watch here
viewer-received = Received
viewer-merged = Joined to no. { $number }
viewer-status = { $status ->
    [approved] { $rank ->
        [0] In the rundown
        [1] In the rundown, first
        [2] In the rundown, second
        [3] In the rundown, third
        [4] In the rundown, fourth
        [5] In the rundown, fifth
       *[other] In the rundown, no. { $rank }
    }
    [on_air] Being answered now
    [answered] { $time ->
        [none] Answered on air
       *[other] Answered on air at { $time }
    }
    [withdrawn] You withdrew this question
   *[pending] Waiting for an editor
}
viewer-rejected = { $reason ->
    [rude] Not for the air: it is rude
    [profanity] Not for the air: it has bad language
    [insult] Not for the air: it has an insult
    [off_topic] Not for the air: off the topic
    [personal] Not for the air: it has personal data
    [repeated] Not for the air: this was spoken of already
    [spam] Not for the air: it looks like advertising
   *[other] Not for the air
}
viewer-others = { $count ->
    [one] { $count } other person asks this
   *[other] { $count } other people ask this
}

## The receipt

receipt-title = Question no. { $number }
receipt-keep = Keep this link: it shows what becomes of the question, after the broadcast, too. No login needed.
receipt-link = Link to the question
receipt-copy = Copy
receipt-copied = Copied
receipt-withdraw = Withdraw the question
receipt-withdraw-why = The question leaves the queue. If others asked the same, theirs stays.
receipt-back = To the broadcast
receipt-way = The question’s way
receipt-step = { $step ->
    [received] Received
    [joined] Joined
    [approved] In the rundown
    [on_air] On air
    [rejected] Not for the air
    [withdrawn] Taken back
   *[answered] Answered
}
receipt-stale = No connection. This is how it stood before.

## The administrator

admin-title = Broadcasts
admin-new = New broadcast
admin-create = Create
admin-open = Open the line
admin-pause = Pause the line
admin-close = Close the line
admin-go = Open
admin-link-viewers = Viewers
admin-link-moderate = Moderators
admin-link-host = Host
admin-link-overlay = Overlay
admin-qr = QR code for viewers
admin-qr-how = Show it on air or on a poster: a phone's camera opens the page to ask on.
admin-export = Take all questions out
admin-settings = Settings
admin-save = Save
admin-field-title = Title
admin-field-slug = Address: Latin letters, digits and hyphens
admin-field-air-from = On air from
admin-field-air-until = On air until
admin-field-text-max = Longest question, characters
admin-field-video = The broadcast's video: address to embed, https
admin-field-anonymous = Anybody may ask, without a login
admin-field-wall = Viewers see the chosen questions
admin-field-rules = The rules judge new questions

## The moderator's console

console-needs-script = The console needs JavaScript: switch it on in the browser.
console-me = you
console-by-author = the author
console-on-air = On air
console-left = { $time } left
console-planned = { $time } in the rundown
console-minutes = { $n } min
console-ms = { $n } ms
console-viewers = { $n ->
    [one] { $n } viewer
   *[other] { $n } viewers
}
console-host-here = the host is connected
console-people = Who is at the console
console-statuses = The queue by status
console-status-pending = New
console-status-held = Held
console-status-approved = In the rundown
console-status-on-air = On air
console-status-answered = Aired
console-status-merged = Merged
console-status-rejected = Rejected
console-status-withdrawn = Withdrawn
console-status-any = All
console-muted-list = Muted
console-muted-title = Nothing is taken from
console-muted-how = J and K go through the list, Enter listens again. The author’s held questions wait under “Held”.
console-muted-none = Everybody is listened to.
console-muted-nothing = No questions, votes only
console-topics = Topics
console-places = Places
console-tabs = What to show
console-tab-side = Sections
console-tab-inbox = Queue
console-tab-plan = Rundown
console-search = Search: word, number, place
console-sort = Order
console-sort-arrival = Order: by time
console-sort-newest = Order: newest first
console-sort-asked = Order: most asked
console-sort-waiting = Order: longest waiting
console-filters = Filters
console-filter-topic = Topic
console-filter-place = Place
console-filter-channel = Channel
console-filter-label = Found by rules
console-filter-off = Remove the filter: { $name }
console-any = all
console-no-filters = Reset
console-fresh = { $n } new
console-fresh-none = Nothing new
console-to-start = To the start of the queue
console-more = { $n ->
    [one] { $n } more question
   *[other] { $n } more questions
}
console-empty-pending = No new questions. As soon as a viewer asks, the question appears here.
console-empty-held = Nothing is held. What a person must look at again comes here.
console-empty-approved = The rundown is empty. Approved questions come here.
console-empty-answered = Nothing was aired yet.
console-empty-merged = No merged questions.
console-empty-rejected = No rejected questions.
console-empty-on-air = Nothing is on air now.
console-empty-withdrawn = No withdrawn questions.
console-empty-search = Nothing found. Change the search or reset the filters.
console-empty-any = No questions yet.
console-empty-here = Nothing found under “{ $section }”.
console-search-any = Search all
console-empty-plan = The rundown is empty. Approved questions will stand here in the order in which they go on air.
console-card = Question No. { $number }
console-no-place = no place
console-channel-web = by phone
console-channel-import = from a file
console-channel-telegram = Telegram
console-channel-vk = VK
console-channel-max = MAX
console-ago-seconds = { $n } s
console-ago-minutes = { $n } min
console-ago-hours = { $n } h
console-ago-days = { $n } d
console-asked = asked by { $n }
console-by-viewer = { $n ->
    [one] { $n } by this author
   *[other] { $n } by this author
}
console-looks = { $who } is looking
console-wave = wave: { $n } in { $minutes } min
console-wave-from = Wave: { $n } in { $minutes } min, the last { $ago } ago. Viewers: { $viewers }, addresses: { $addresses }. One decision settles all.
console-original = As the viewer wrote it:
console-like = Like
console-quoted = “{ $text }”
console-sending = sending…
console-settled-unfit = does not fit the search any more
console-settled-pending = back among the new — { $who }
console-settled-held = held — { $who }
console-settled-approved = in the rundown — { $who }
console-settled-on-air = on air — { $who }
console-settled-answered = aired — { $who }
console-settled-rejected = rejected — { $who }
console-settled-merged = merged with No. { $number } — { $who }
console-settled-withdrawn = withdrawn — { $who }
console-approve = Approve
console-top = To the top
console-hold = Hold
console-reject = Reject
console-edit = Edit
console-merge = Merge
console-merge-with = Merge with No. { $number }
console-merge-sure = { $percent }% alike. Merge with No. { $number }?
console-merge-many = { $n ->
    [one] Merge { $n } chosen with No. { $number }?
   *[other] Merge { $n } chosen with No. { $number }?
}
console-pin = Pin
console-unpin = Unpin
console-pinned = pinned
console-left-while-typing = That question has just left the rundown. Esc to go on
console-pins-first = Pinned ones stand first: nothing goes above them, nor do they go below the others.
console-muted = muted
console-unmute = Listen again
console-mute-sure = Take nothing more from this author? Their new questions and those in the rundown will be held.
console-mute-yes = Mute
console-more-older = { $n } more
console-split = Split
console-reopen = Back to new
console-take = On air
console-answered = Aired
console-clear = Take off air
console-next = Next
console-open = More
console-save = Save
console-cancel = Cancel
console-alarm-read = Read
console-close = Close
console-reject-why = Why reject it?
console-reason-rude = rude
console-reason-off-topic = off topic
console-reason-personal = a personal matter
console-reason-repeated = repeated
console-reason-spam = advertising
console-reason-other = other
console-reason-insult = insult
console-reason-profanity = swearing
console-reason-threat = threat
console-label-pii-phone = phone
console-label-pii-address = address
console-label-pii-card = card number
console-label-pii-email = e-mail
console-label-pii-inn = tax number
console-label-pii-passport = passport
console-label-pii-snils = insurance number
console-label-pii-vehicle = number plate
console-label-insult = insult
console-label-profanity = swearing
console-label-spam = advertising
console-label-threat = threat
console-edit-label = The text for the air
console-edit-changed = While you edited, another moderator changed the text. Saving replaces their edit.
console-merge-number = Merge with which question, No.
console-label-which = Topics of the question
console-chosen = chosen
console-chosen-bar = Chosen questions
console-chosen-n = Chosen: { $n }
console-opened = All about the question
console-asked-by = Asked by: { $n } · merged: { $merged } · votes: { $votes }
console-folded = Merged texts: { $n }
console-others = Other questions by the author: { $n }
console-steps = What was done with it
console-steps-none = Nothing yet.
console-what-approved = approved
console-what-rejected = rejected
console-what-held = held
console-what-reopened = put back to new
console-what-edited = edited
console-what-merged = merged
console-what-split = split
console-what-labelled = labelled
console-what-taken = on air
console-what-cleared = taken off air
console-what-answered = aired
console-what-withdrawn = withdrawn by the author
console-what-undone = the last deed undone
console-what-moved = moved in the rundown
console-what-pinned = pinned in the rundown
console-what-unpinned = unpinned
console-what-remarked = remark for the host
console-rundown = Rundown
console-now = On air now
console-now-none = No question is on air.
console-up-next = Next
console-note = Note to the host
console-remark = Remark
console-note-heard = · the host has read it
console-note-said = To the host: “{ $text }”
console-note-for = Show it for
console-note-always = until changed
console-note-send = Show
console-balance = Balance: asked / aired
console-balance-places = by place
console-balance-topics = by topic
console-balance-asked = Asked
console-balance-aired = Aired
console-suggest = { $topic }: { $asked }% of questions, { $aired }% of the air
console-nothing-to-undo = Nothing to undo.
console-link-up = connected
console-link-down = no link since { $time }. Decisions are kept and sent when it returns
console-link-first = connecting…
console-link-kept = { $n ->
    [one] { $n } decision waits
   *[other] { $n } decisions wait
}
console-link-final = Access is closed. Open the console by the link you were given.
console-hint-move = down, up
console-hint-approve = approve
console-hint-merge = merge
console-hint-reject = reject
console-hint-undo = undo
console-hint-search = search
console-hint-help = all keys
console-keys-move = Look
console-keys-decide = Decide
console-keys-air = Air
console-keys-any-layout = Keys work on any layout: the place of the key counts, not its letter. Reasons and topics are chosen by digits, topics beyond the tenth by letters.
console-key-next = next
console-key-previous = previous
console-key-toPlan = to the rundown
console-key-toInbox = to the queue
console-key-fresh = show the new ones
console-key-open = all about the question
console-key-search = search
console-key-section = a part of the queue, in order; 0 is all
console-key-order = another order
console-key-filters = filters
console-key-approve = approve, to the end
console-key-top = approve, to the top
console-key-hold = hold
console-key-reject = reject, the reason by digit
console-key-edit = edit in place
console-key-merge = merge with the like one
console-key-mergeNumber = merge by number
console-key-split = split from what it was merged with
console-key-label = label its topics
console-key-reopen = back to new
console-key-claim = claim it
console-key-choose = choose one more
console-key-chooseAll = choose all shown
console-key-undo = undo your last deed
console-key-nextOnAir = next on air
console-key-take = this one on air
console-key-answered = aired
console-key-clear = take off air
console-key-up = up in the rundown
console-key-down = down in the rundown
console-key-pin = pin as the first, unpin
console-key-remark = remark on the question for the host
console-key-write = note to the host
console-key-mute = take nothing more from the author
console-key-muted = who is muted
console-key-help = all keys
console-key-escape = close, cancel

## Why questions are like

like-reason-same-text = the same text
like-reason-same-street-and-subject = the same street and subject
like-reason-same-place-and-subject = the same place and subject
like-reason-same-number-and-subject = the same number and subject
like-reason-same-subject = the same subject
like-reason-close-wording = close wording

## The host's screen

host-title = Host
host-needs-script = The host's screen needs JavaScript.
host-number = No.{"\u00A0"}{ $number }
host-asked = asked by { $count }
host-clock-question = question
host-clock-air = on air
host-clock-before = air in
host-clock-left = left
host-clock-over = over time
host-next = next
host-then = then
host-connecting = Connecting…
host-idle = No question is on air. “Next” takes the first of the rundown.
host-empty = The rundown is empty. Approved questions will appear here by themselves.
host-lost = No link since { $time }. The list is here, go on
host-shut = This link is not good any more. Ask the editor for a new one
host-plain = This address is without https: a reload without network will not work, and the screen may go to sleep. Switch its sleep off on this device.
host-blank = The screen is blank. The same key or “Next” brings it back
host-heard = Got it
host-tools = Controls
host-do-forward = Next
host-do-back = Back
host-do-blank = Blank
host-do-hear = Note was read
host-do-prompt = Prompter
host-do-pause = Pause
host-do-faster = Faster
host-do-slower = Slower
host-do-rewind = To the beginning
host-do-down = Text down
host-do-up = Text up
host-do-larger = Larger
host-do-smaller = Smaller
host-do-mirror = Mirror
host-do-scheme = Lighter, darker
host-do-full = Full screen
host-do-settings = Settings
host-when-still = text stands
host-when-roll = text rolls
host-close = Close
host-scheme = Colours
host-scheme-dark = Light on dark
host-scheme-light = Dark on light
host-scheme-system = As the system
host-mirror = Mirror
host-mirror-none = None
host-mirror-across = Horizontally (for the glass)
host-mirror-down = Vertically
host-mirror-both = Both
host-text = Text
host-scale = Size
host-next-count = Next ones
host-prompt-on = The text rolls by itself
host-speed = Speed
host-region = Reading line
host-keys = Keys
host-key-set = Change
host-key-press = Press a key
host-keys-digits = While the text rolls, digits set its speed. A clicker is Page Up and Page Down.
host-keys-reset = Bring the first keys back

## Graphics over the picture

overlay-title = Overlay
overlay-number = No.{"\u00A0"}{ $number }
overlay-asked = { $count ->
    [one] asked by { $count } viewer
   *[other] asked by { $count } viewers
}
overlay-ograf-name = Efir: question on air
overlay-ograf-description = Shows the question that is on air, and nothing while there is none.
overlay-ograf-source = Address of data.json with the overlay's token
overlay-ograf-theme = Theme
