### Efir сӑмахӗсем чӑвашла. Ҫӗнӗ сӑмах виҫӗ файлта та пулмалла: ru.ftl, en.ftl, cv.ftl.
### Every new key must be in all three files: a test fails where one is missing.
### Хисеп ячӗсем хыҫҫӑн чӑвашла пӗрреллӗ хисеп пырать, ҫавӑнпа суйлав кирлӗ мар: «5 ыйту».

lang-name = Чӑвашла
langs-label = Чӗлхе

## Пур ҫӗрте те

phase-open = эфирта
phase-paused = йышӑнассине вӑхӑтлӑха чарнӑ
phase-closed = йышӑнасси вӗҫленнӗ
questions-count = { $count } ыйту
first-broadcast = Тӳрӗ лини
moderator-name = Модератор { $number }

## Йышӑнманнисем

refused-bad-request = Ыйтӑва вулама ҫук: { $what }
refused-unknown-type = Ун пек хушу ҫук.
refused-too-large = Хыпар ытла пысӑк: { $max } байтран ытла.
refused-empty = Ыйту ҫырӑр.
refused-too-long = { $max ->
    [0] Текст ытла вӑрӑм.
   *[other] Текст { $max } паллӑран вӑрӑмрах. Кӗскетӗр.
}
refused-id-taken = Кун пек номерлӗ ыйтӑва урӑх ҫын янӑ ӗнтӗ. Тепӗр хут ярӑр.
refused-rate-limited = Ытла час-час. { $seconds } ҫеккунтран тепӗр хут ярӑр.
refused-overloaded = Халӗ ыйту питӗ нумай. Хамӑрах тепӗр хут ярса пӑхӑпӑр.
refused-unauthorized = Страницӑна сире панӑ каҫӑпа уҫӑр.
refused-bad-token = Каҫӑ кивелнӗ е пӑсӑлнӑ. Ҫӗннине ыйтӑр.
refused-forbidden = Сирӗн ролӗн кунта кӗме ирӗк ҫук.
refused-bad-origin = Ыйту ют страницӑран килнӗ.
refused-not-found = Ун пек страница ҫук.
refused-method-not-allowed = Кунта апла ыйтма юрамасть.
refused-bad-slug = Эфир адресӗнче латин саспаллийӗсем, цифрӑсем тата дефис ҫеҫ пулаҫҫӗ, 1-рен пуҫласа 64 паллӑ таран.
refused-bad-rules = Правилӑсене вулама ҫук: { $what }
refused-slug-taken = Кун пек адреслӑ эфир пур ӗнтӗ.
refused-no-question = Ун пек ыйту ҫук.
refused-wrong-status = { $status ->
    [pending] № { $number } ыйту каллех ҫӗннисем хушшинче.
    [held] № { $number } ыйтӑва тытса чарнӑ ӗнтӗ.
    [approved] № { $number } ыйту планра ӗнтӗ.
    [on_air] № { $number } ыйту эфирта ӗнтӗ.
    [answered] № { $number } ыйту янӑранӑ ӗнтӗ.
    [rejected] № { $number } ыйтӑва йышӑнман ӗнтӗ.
    [merged] № { $number } ыйтӑва пӗрлештернӗ ӗнтӗ.
   *[withdrawn] № { $number } ыйтӑва авторӗ хӑй каялла илнӗ.
}{ $who ->
    [none] {""}
   *[other] {" "}Кӑна { $who } тунӑ.
}
refused-changed = № { $number } ыйтӑвӑн тексчӗ улшӑннӑ. Ҫӗннине вуласа тепӗр хут татса парӑр.
refused-claimed = № { $number } ыйтӑва { $who } пӑхать.
refused-same-question = Ыйтӑва хӑйпе хӑйне пӗрлештерме юрамасть.
refused-after-not-in-rundown = Хыҫҫӑн тӑмалли ыйту планра ҫук.
refused-on-air = № { $number } ыйту халӗ эфирта, ӑна каялла илме юрамасть ӗнтӗ.
refused-nothing-on-air = Халӗ эфирта ыйту ҫук.
refused-air-moved = Эфирта халӗ урӑх ыйту.
refused-rundown-empty = План пушӑ.
refused-cannot-undo = Каялла тавӑрма май ҫук: унтанпа пурте улшӑннӑ.
refused-bad-settings = Ун пек ӗнерлев ҫук, е унӑн пӗлтерӗшӗ юрӑхлӑ мар.
refused-paused = Ыйту йышӑнассине вӑхӑтлӑха чарнӑ. Текст упранӑ, кайран ярӑр.
refused-closed = Ыйту йышӑнасси вӗҫленнӗ.
refused-muted = Сирӗн ыйтусене урӑх йышӑнмаҫҫӗ.
refused-unavailable = Журнал хуравламасть. Текст упранӑ, тепӗр хут ярса пӑхӑпӑр.
refused-internal = Пирӗн йӑнӑш пулнӑ. Тепӗр хут туса пӑхӑр.

## Тревогӑсем

alarm-redis-unsafe = { $server } йышӑннӑ ыйтусене ҫухатма пултарать: ӗнерлевсем { $settings }. Администратора пӗлтерӗр.
alarm-redis-unsafe-over = Redis ӗнерлевӗсем йышӑннӑ ыйтусене каллех шанчӑклӑ упраҫҫӗ.
alarm-redis-unknown = { $server } ӗнерлевӗсене вулама май ҫук: йышӑннӑ ыйтусене шанчӑклӑ упранине никам та пӗлмест.
alarm-redis-unknown-over = Redis ӗнерлевӗсене каллех вулама пулать.
alarm-log-forked = Журнал хӑш-пӗр ҫырусене ҫухатнӑ, юсанса пырать. Ертӳҫӗ экранӗнче халлӗхе унчченхи список.
alarm-log-forked-over = { $back ->
    [0] Журнала тӗрӗсленӗ: нимӗн те ҫухалман. Эфир планне тӗрӗслӗр.
   *[other] Журнал юсаннӑ: { $back } ҫыру таврӑннӑ. Эфир планне тӗрӗслӗр.
}
alarm-log-damaged = Дискри журнал сиенленнӗ: { $offset } ҫырӑва вулама ҫук. Эфир асран малалла пырать; сервера ан чарӑр, администратора пӗлтерӗр.
alarm-log-damaged-over = Дискри журнала каллех пӗтӗмпех вулама пулать.
alarm-log-silent = Журнал хуравламасть. Эфиртан илни тӳрех каять, ҫӗнни ертӳҫӗ экранӗ ҫине тухмасть.
alarm-log-silent-over = Журнал каллех хуравлать.
alarm-too-few-replicas = Журнал копийӗсем сахал. Ырланӑ ыйту кописем хуравласан ертӳҫӗ патне тухать.
alarm-too-few-replicas-over = Журнал копийӗсем каллех хуравлаҫҫӗ.

## Эфирсен списокӗ тата йӑнӑшсем

home-title = Тӳрӗ линисем
home-empty = Халӗ уҫӑ эфир ҫук.
error-home = Эфирсен списокӗ патне
error-code = Пулӑшу валли код:
error-advice-link = Ӗҫ вырӑнӗн каҫҫи эфира йӗркелекенӗн. Ыйту пама вӑл кирлӗ мар: эфир страницине уҫӑр.
error-advice-address = Адреса тӗрӗслӗр: саспалли сиктерсе хӑварнӑ пуль. Е эфира списокран суйлӑр.
error-advice-back = Каялла таврӑнса тепӗр хут туса пӑхӑр. Ҫырни браузерта упранӑ.
error-advice-later = Страницӑна пӗр минутран ҫӗнетӗр. Йышӑннӑ ыйтусем ҫухалман.

## Куракан страници

viewer-on-air = Халӗ хуравлаҫҫӗ
viewer-nothing-on-air = Эфир валли ыйтӑва суйлаҫҫӗ-ха.
ask-your-question = Сирӗн ыйту
ask-hint = Пӗр ыйту, кӗскен те тӗп-тӗрӗс
viewer-place = Эсир ӑҫтан
viewer-name = Сирӗн ят
viewer-name-is = Ят: { $name }
viewer-over = { $count } паллӑ чакарӑр
viewer-already-asked = Кун ҫинчен ыйтнӑ ӗнтӗ
viewer-me-too = Мана та · { $count }
viewer-me-too-done = Эсир те · { $count }
viewer-ask = Ыйту пар
viewer-ask-own = Хӑвӑр ыйтӑва парӑр
ask-mine = Манӑн ыйтусем
viewer-no-number = Номерсӗр
viewer-sending = Яратпӑр…
viewer-offline = Ҫыхӑну ҫук. Пулсанах ярӑпӑр, текст упранӑ
viewer-waits-open = Йышӑнассине вӑхӑтлӑха чарнӑ. Уҫсанах ярӑпӑр, текст упранӑ
viewer-change = Улӑштар
viewer-drop = Кӑлар
viewer-withdraw = Каялла ил
viewer-withdraw-sure = Чӑнах та каялла илес-и?
viewer-link-down = { $time } вӑхӑтран ҫыхӑну ҫук. Ыйту ҫырма пулать: ҫыхӑну пулсанах ярӑпӑр.
viewer-by-http = Ҫыхӑну начар: страница темиҫе ҫеккунтра пӗрре ҫӗнелет.
ask-paused = Ыйту йышӑнассине вӑхӑтлӑха чарнӑ. Халех ҫырӑр, уҫсанах ярӑпӑр.
ask-closed = Ыйту йышӑнасси вӗҫленнӗ. Сирӗн ыйтусем мӗн пулнине аялта куратӑр.
viewer-accepted = № { $number } ыйтӑва йышӑннӑ
viewer-accepted-joined = Кун пек ыйтнӑ ӗнтӗ: № { $number }. Сирӗнпе пӗрле { $count } ҫын ыйтать
viewer-wall = Часах эфирта
viewer-past = Хуравланӑ
viewer-more = Тата { $count } ыйту
viewer-wall-empty = Редакторсем суйланӑ ыйтусем кунта пулӗҫ.
viewer-counts = { $count ->
    [0] Ыйтусем халлӗхе ҫук: сирӗнни пӗрремӗш пулӗ
   *[other] { $count } ыйту килнӗ, { $answered } ыйтӑва хуравланӑ
}
ask-video = Эфир видеовӗ
ask-video-play = Кунта пӑх
viewer-received = Йышӑннӑ
viewer-merged = № { $number } ыйтупа пӗрлештернӗ
viewer-status = { $status ->
    [approved] { $rank ->
        [0] Эфир планӗнче
        [1] Эфир планӗнче, пӗрремӗш
        [2] Эфир планӗнче, иккӗмӗш
        [3] Эфир планӗнче, виҫҫӗмӗш
        [4] Эфир планӗнче, тӑваттӑмӗш
        [5] Эфир планӗнче, пиллӗкмӗш
       *[other] Эфир планӗнче, { $rank }-мӗш
    }
    [on_air] Халӗ хуравлаҫҫӗ
    [answered] { $time ->
        [none] Эфирта янӑранӑ
       *[other] Эфирта янӑранӑ, { $time }
    }
    [withdrawn] Эсир ку ыйтӑва каялла илнӗ
   *[pending] Редактора кӗтет
}
viewer-rejected = { $reason ->
    [rude] Эфира каймасть: сӑмахӗсем кӳрентерӳллӗ
    [profanity] Эфира каймасть: ятлаҫу сӑмахӗ пур
    [insult] Эфира каймасть: кӳрентерӳ пур
    [off_topic] Эфира каймасть: темӑпа ҫыхӑнман
    [personal] Эфира каймасть: ҫын ҫинчен вӑрттӑн пӗлтерӳ пур
    [repeated] Эфира каймасть: кун ҫинчен каланӑ ӗнтӗ
    [spam] Эфира каймасть: реклама пек
   *[other] Эфира каймасть
}
viewer-others = Тата { $count } ҫын ыйтнӑ

## Квитанци

receipt-title = № { $number } ыйту
receipt-keep = Каҫӑна упрӑр: ыйту мӗн пулнине эфир хыҫҫӑн та кӑтартать. Ниҫта та кӗме кирлӗ мар.
receipt-link = Ыйту каҫӑпӗ
receipt-copy = Копиле
receipt-copied = Копиленӗ
receipt-withdraw = Ыйтӑва каялла ил
receipt-withdraw-why = Ыйту черетрен тухать. Ыттисем те ҫавнах ыйтнӑ пулсан вӗсен ыйтӑвӗ юлать.
receipt-back = Эфир патне
receipt-way = Ыйту ҫулӗ
receipt-step = { $step ->
    [received] Йышӑннӑ
    [joined] Пӗрлештернӗ
    [approved] Эфир планӗнче
    [on_air] Эфирта
    [rejected] Эфира тухмасть
    [withdrawn] Каялла илнӗ
   *[answered] Янӑранӑ
}
receipt-stale = Ҫыхӑну ҫук. Унччен мӗнле пулнине кӑтартнӑ.

## Администратор

admin-title = Эфирсем
admin-new = Ҫӗнӗ эфир
admin-create = Эфир уҫ
admin-open = Йышӑнма пуҫла
admin-pause = Вӑхӑтлӑха чар
admin-close = Йышӑнассине вӗҫле
admin-go = Куҫ
admin-link-viewers = Куракансем
admin-link-moderate = Модераторсем
admin-link-host = Ертсе пыракан
admin-link-overlay = Титрсем
admin-qr = Куракансем валли QR-код
admin-qr-how = Ӑна эфирта е афишӑра кӑтартӑр: телефон камери ыйту страницине уҫать.
admin-export = Пур ыйтӑва та илмелли файл
admin-settings = Ӗнерлевсем
admin-save = Упра
admin-field-title = Ячӗ
admin-field-slug = Адрес: латин саспаллийӗсем, цифрӑсем, дефис
admin-field-air-from = Эфир пуҫламӑшӗ
admin-field-air-until = Эфир вӗҫӗ
admin-field-text-max = Ыйту вӑрӑмӑшӗ, паллӑ
admin-field-video = Эфир видеовӗ: вырнаҫтармалли адрес, https
admin-field-anonymous = Кӗмесӗрех ыйтма пулать
admin-field-wall = Куракансем суйланӑ ыйтусене кураҫҫӗ
admin-field-rules = Правилӑсем ҫӗнӗ ыйтусене тӗрӗслеҫҫӗ

## Модератор пульчӗ

console-needs-script = Пульта JavaScript кирлӗ: ӑна браузерта ҫутӑр.
console-me = эсир
console-by-author = автор
console-on-air = Эфирта
console-left = { $time } юлчӗ
console-planned = эфир планӗнче { $time }
console-minutes = { $n } мин
console-ms = { $n } мс
console-viewers = { $n } куракан
console-host-here = ертӳҫӗ ҫыхӑнура
console-people = Пульт умӗнче кам
console-statuses = Черет тӑрӑм тӑрӑх
console-status-pending = Ҫӗннисем
console-status-held = Тытса чарнӑ
console-status-approved = Планра
console-status-on-air = Эфирта
console-status-answered = Янӑранӑ
console-status-merged = Пӗрлештернӗ
console-status-rejected = Йышӑнман
console-status-withdrawn = Каялла илнӗ
console-status-any = Пурте
console-muted-list = Йышӑнмастпӑр
console-muted-title = Камран урӑх йышӑнмастпӑр
console-muted-how = J тата K — йӗркепе, Enter — каллех йышӑн. Авторӑн тытса чарнӑ ыйтӑвӗсем «Тытса чарнӑ» пайра кӗтеҫҫӗ.
console-muted-none = Пуринчен те йышӑнатпӑр.
console-muted-nothing = Ыйту ҫук, сасӑсем кӑна
console-topics = Темӑсем
console-places = Вырӑнсем
console-tabs = Мӗн кӑтартмалла
console-tab-side = Пайсем
console-tab-inbox = Черет
console-tab-plan = План
console-search = Шырав: сӑмах, №, вырӑн
console-sort = Йӗрке
console-sort-arrival = Йӗрке: вӑхӑт тӑрӑх
console-sort-newest = Йӗрке: малтан ҫӗннисем
console-sort-asked = Йӗрке: ытларах ыйтнисем
console-sort-waiting = Йӗрке: нумайрах кӗтекенсем
console-filters = Алласем
console-filter-topic = Тема
console-filter-place = Вырӑн
console-filter-channel = Ӑҫтан
console-filter-label = Йӗркесем мӗн тупнӑ
console-filter-off = Аллана ил: { $name }
console-any = пурте
console-no-filters = Тасат
console-fresh = Тата { $n } ҫӗнни
console-fresh-none = Ҫӗннисем ҫук-ха
console-to-start = Черет пуҫламӑшне
console-more = Малалла тата { $n } ыйту
console-empty-pending = Ҫӗнӗ ыйту ҫук. Куракан ыйтсанах ыйту кунта тухӗ.
console-empty-held = Тытса чарни ҫук. Тепӗр хут пӑхмаллисем кунта килеҫҫӗ.
console-empty-approved = План пушӑ. Ырланӑ ыйтусем кунта килеҫҫӗ.
console-empty-answered = Халӗ янӑрани ҫук-ха.
console-empty-merged = Пӗрлештернӗ ыйту ҫук.
console-empty-rejected = Йышӑнман ыйту ҫук.
console-empty-on-air = Халӗ эфирта нимӗн те ҫук.
console-empty-withdrawn = Каялла илнӗ ыйту ҫук.
console-empty-search = Нимӗн те тупӑнмарӗ. Шырава улӑштарӑр е алласене тасатӑр.
console-empty-any = Ыйтусем халлӗхе ҫук.
console-empty-here = «{ $section }» пайра нимӗн те тупӑнмарӗ.
console-search-any = Пур ҫӗрте шыра
console-empty-plan = План пушӑ. Ырланӑ ыйтусем кунта янӑрамалли йӗркепе тӑрӗҫ.
console-card = № { $number } ыйту
console-no-place = вырӑнсӑр
console-channel-web = телефонпа
console-channel-import = файлтан
console-channel-telegram = Telegram
console-channel-vk = ВК
console-channel-max = MAX
console-ago-seconds = { $n } ҫ
console-ago-minutes = { $n } мин
console-ago-hours = { $n } сех
console-ago-days = { $n } кун
console-asked = { $n } ыйтнӑ
console-by-viewer = авторӑн { $n } ыйтӑвӗ
console-looks = { $who } пӑхать
console-wave = хум: { $minutes } минутра { $n }
console-wave-from = Хум: { $minutes } минутра { $n }, юлашки { $ago } каялла. Куракансем: { $viewers }, адрессем: { $addresses }. Пӗр йышӑну — пуриншӗн те.
console-original = Куракан ҫырни:
console-like = Ҫакна евӗр:
console-quoted = «{ $text }»
console-sending = ярӑнать…
console-settled-unfit = шырава урӑх тивӗҫмест
console-settled-pending = каллех ҫӗннисем хушшинче — { $who }
console-settled-held = тытса чарнӑ — { $who }
console-settled-approved = плана — { $who }
console-settled-on-air = эфира — { $who }
console-settled-answered = янӑранӑ — { $who }
console-settled-rejected = йышӑнман — { $who }
console-settled-merged = № { $number } ыйтупа пӗрлештернӗ — { $who }
console-settled-withdrawn = каялла илнӗ — { $who }
console-approve = Плана
console-top = Пуҫламӑшне
console-hold = Тытса чар
console-reject = Ан йышӑн
console-edit = Тӳрлет
console-merge = Пӗрлештер
console-merge-with = № { $number } ыйтупа пӗрлештер
console-merge-sure = { $percent }{"\u00A0"}% пӗр евӗр. № { $number } ыйтупа пӗрлештермелле-и?
console-merge-many = Суйланӑ { $n } ыйтӑва № { $number } ыйтупа пӗрлештермелле-и?
console-pin = Ҫирӗплет
console-unpin = Вӗҫерт
console-pinned = ҫирӗплетнӗ
console-left-while-typing = Ҫак ыйту халь ҫеҫ планран тухрӗ. Малалла — Esc
console-pins-first = Ҫирӗплетнисем малта тӑраҫҫӗ: вӗсенчен ҫӳле лартма ҫук, вӗсене ыттисенчен аяла та.
console-muted = йышӑнмастпӑр
console-unmute = Каллех йышӑн
console-mute-sure = Ҫак авторӑнне урӑх нимӗн те йышӑнмалла мар-и? Унӑн ҫӗнӗ ыйтӑвӗсемпе планри ыйтӑвӗсене тытса чарӑпӑр.
console-mute-yes = Ан йышӑн
console-more-older = Тата { $n }
console-split = Уйӑр
console-reopen = Ҫӗннисем патне тавӑр
console-take = Эфира
console-answered = Янӑранӑ
console-clear = Эфиртан ил
console-next = Малалла
console-open = Тата
console-save = Упра
console-cancel = Пӑрах
console-alarm-read = Вуланӑ
console-close = Хуп
console-reject-why = Мӗншӗн йышӑнмалла мар?
console-reason-rude = тӳрккеслӗх
console-reason-off-topic = темӑпа мар
console-reason-personal = харпӑр ӗҫ
console-reason-repeated = тепӗр хут
console-reason-spam = реклама
console-reason-other = урӑххи
console-reason-insult = кӳрентерӳ
console-reason-profanity = вӑрҫу сӑмахӗ
console-reason-threat = хӑратни
console-label-pii-phone = телефон
console-label-pii-address = адрес
console-label-pii-card = карттӑ номерӗ
console-label-pii-email = электрон почта
console-label-pii-inn = ИНН
console-label-pii-passport = паспорт
console-label-pii-snils = СНИЛС
console-label-pii-vehicle = машина номерӗ
console-label-insult = кӳрентерӳ
console-label-profanity = вӑрҫу сӑмахӗ
console-label-spam = реклама
console-label-threat = хӑратни
console-edit-label = Эфир валли текст
console-edit-changed = Эсир тӳрлетнӗ вӑхӑтра тепӗр модератор текста улӑштарнӑ. Упрасан унӑн тӳрлетӗвӗ ылмашӗ.
console-merge-number = Хӑш ыйтупа пӗрлештермелле, №
console-label-which = Ыйту темисем
console-chosen = суйланӑ
console-chosen-bar = Суйланӑ ыйтусем
console-chosen-n = Суйланӑ: { $n }
console-opened = Ыйту ҫинчен тӗплӗн
console-asked-by = Ыйтнӑ: { $n } · пӗрлештернӗ: { $merged } · сасӑ: { $votes }
console-folded = Пӗрлештернӗ текстсем: { $n }
console-others = Авторӑн ытти ыйтӑвӗсем: { $n }
console-steps = Унпа мӗн тунӑ
console-steps-none = Халӗ нимӗн те туман-ха.
console-what-approved = плана
console-what-rejected = йышӑнман
console-what-held = тытса чарнӑ
console-what-reopened = ҫӗннисем патне тавӑрнӑ
console-what-edited = тӳрлетнӗ
console-what-merged = пӗрлештернӗ
console-what-split = уйӑрнӑ
console-what-labelled = темӑсем палӑртнӑ
console-what-taken = эфира
console-what-cleared = эфиртан илнӗ
console-what-answered = янӑранӑ
console-what-withdrawn = автор каялла илнӗ
console-what-undone = юлашки ӗҫе пӑрахӑҫланӑ
console-what-moved = планра куҫарнӑ
console-what-pinned = планра ҫирӗплетнӗ
console-what-unpinned = вӗҫертнӗ
console-what-remarked = ертӳҫе палӑрту
console-rundown = Эфир планӗ
console-now = Халӗ эфирта
console-now-none = Эфирта ыйту ҫук.
console-up-next = Тепри
console-note = Ертӳҫе ҫыру
console-remark = Палӑрту
console-note-heard = · ертӳҫӗ вуланӑ
console-note-said = Ертӳҫе: «{ $text }»
console-note-for = Кӑтартмалла
console-note-always = улӑштариччен
console-note-send = Кӑтарт
console-balance = Танлӑх: ыйтнӑ / янӑранӑ
console-balance-places = вырӑн тӑрӑх
console-balance-topics = тема тӑрӑх
console-balance-asked = Ыйтнӑ
console-balance-aired = Янӑранӑ
console-suggest = { $topic }: ыйтусен { $asked }{"\u00A0"}%, эфирӑн { $aired }{"\u00A0"}%
console-nothing-to-undo = Пӑрахӑҫламалли ҫук.
console-link-up = ҫыхӑну пур
console-link-down = { $time } тытӑнса ҫыхӑну ҫук. Йышӑнусене упрӑпӑр, ҫыхӑну пулсан ярӑпӑр
console-link-first = ҫыхӑнатпӑр…
console-link-kept = { $n } йышӑну кӗтет
console-link-final = Кӗме юрамасть. Пульта сире панӑ каҫӑпа уҫӑр.
console-hint-move = аялалла, ҫӳлелле
console-hint-approve = плана
console-hint-merge = пӗрлештер
console-hint-reject = ан йышӑн
console-hint-undo = пӑрахӑҫла
console-hint-search = шырав
console-hint-help = пур пускӑч
console-keys-move = Пӑхасси
console-keys-decide = Татса парасси
console-keys-air = Эфир
console-keys-any-layout = Пускӑчсем кирек хӑш раскладкӑра та ӗҫлеҫҫӗ: саспалли мар, пускӑч вырӑнӗ пӗлтерӗшлӗ. Сӑлтавпа темӑсене цифрӑсемпе, вуннӑмӗшӗнчен аяларах темӑсене саспаллисемпе суйлаҫҫӗ.
console-key-next = тепри
console-key-previous = умӗнхи
console-key-toPlan = эфир планӗ патне
console-key-toInbox = черет патне
console-key-fresh = ҫӗннисене кӑтарт
console-key-open = ыйту ҫинчен тӗплӗн
console-key-search = шырав
console-key-section = черет пайӗ, йӗркипе; 0 — пурте
console-key-order = урӑх йӗрке
console-key-filters = алласем
console-key-approve = плана, вӗҫне
console-key-top = плана, пуҫламӑшне
console-key-hold = тытса чар
console-key-reject = ан йышӑн, сӑлтавӗ — цифрӑпа
console-key-edit = вырӑнтах тӳрлет
console-key-merge = евӗррипе пӗрлештер
console-key-mergeNumber = номерпе пӗрлештер
console-key-split = пӗрлештернинчен уйӑр
console-key-label = темӑсем палӑрт
console-key-reopen = ҫӗннисем патне тавӑр
console-key-claim = ху валли ил
console-key-choose = тепӗрне суйла
console-key-chooseAll = экранрисене пурне те суйла
console-key-undo = хӑвӑн юлашки ӗҫне пӑрахӑҫла
console-key-nextOnAir = тепри эфира
console-key-take = ҫакӑ — эфира
console-key-answered = янӑранӑ
console-key-clear = эфиртан ил
console-key-up = планра ҫӳлерех
console-key-down = планра аяларах
console-key-pin = малти вырӑна ҫирӗплет, вӗҫерт
console-key-remark = ыйту патне ертӳҫе палӑрту
console-key-write = ертӳҫе ҫыру
console-key-mute = ҫак авторӑнне урӑх ан йышӑн
console-key-muted = камран урӑх йышӑнмастпӑр
console-key-help = пур пускӑч
console-key-escape = хуп, пӑрахӑҫла

## Ыйтусем мӗншӗн пӗр евӗр

like-reason-same-text = ҫав текстах
like-reason-same-street-and-subject = ҫав урамах, ҫав ӗҫех
like-reason-same-place-and-subject = ҫав вырӑнах, ҫав ӗҫех
like-reason-same-number-and-subject = ҫав номерех, ҫав ӗҫех
like-reason-same-subject = ҫав ӗҫех
like-reason-close-wording = пӗр пек сӑмахсем

## Ертсе пыракан экранӗ

host-title = Ертсе пыракан
host-needs-script = Ертсе пыракан экранне JavaScript кирлӗ.
host-number = №{"\u00A0"}{ $number }
host-asked = { $count } ҫын ыйтнӑ
host-clock-question = ыйту
host-clock-air = эфир
host-clock-before = эфирччен
host-clock-left = юлнӑ
host-clock-over = вӑхӑтран иртни
host-next = малалла
host-then = унтан
host-connecting = Ҫыхӑнатпӑр…
host-idle = Халӗ эфирта ыйту ҫук. «Малалла» планри пӗрремӗшне кӑларать.
host-empty = План пушӑ. Ырланӑ ыйтусем кунта хӑйсемех тухӗҫ.
host-lost = { $time } хыҫҫӑн ҫыхӑну ҫук. Список вырӑнтах, малалла вулӑр
host-shut = Каҫӑ урӑх ӗҫлемест. Редакторан ҫӗннине ыйтӑр
host-plain = Адрес https-сӑр: тетел ҫук чухне страницӑна тепӗр хут уҫма май килмест, экран хӑех сӳнме пултарать. Ку хатӗрте экран ыйхине сӳнтерӗр.
host-blank = Экрана сӳнтернӗ. Ҫав пускӑчпа е «Малалла» пускӑчпа ҫутатмалла
host-heard = Ӑнлантӑм
host-tools = Тытса пырасси
host-do-forward = Малалла
host-do-back = Каялла
host-do-blank = Сӳнтер
host-do-hear = Хыпара вуларӑм
host-do-prompt = Суфлёр
host-do-pause = Чарӑнса тӑр
host-do-faster = Хӑвӑртрах
host-do-slower = Вӑрахрах
host-do-rewind = Текст пуҫне
host-do-down = Текста аялалла
host-do-up = Текста ҫӳлелле
host-do-larger = Пысӑкрах
host-do-smaller = Пӗчӗкрех
host-do-mirror = Тӗкӗр
host-do-scheme = Ҫутӑрах, тӗттӗмрех
host-do-full = Пӗтӗм экран
host-do-settings = Ӗнерлевсем
host-when-still = текст тӑрать
host-when-roll = текст чупать
host-close = Хуп
host-scheme = Тӗссем
host-scheme-dark = Хура ҫинче шурӑ
host-scheme-light = Шурӑ ҫинче хура
host-scheme-system = Системӑри пек
host-mirror = Тӗкӗр
host-mirror-none = Ҫук
host-mirror-across = Сылтӑмран сулахаялла (кантӑк валли)
host-mirror-down = Ҫӳлтен аялалла
host-mirror-both = Иккӗшӗ те
host-text = Текст
host-scale = Пысӑкӑшӗ
host-next-count = Малашнисем
host-prompt-on = Текст хӑй чупать
host-speed = Хӑвӑртлӑх
host-region = Вулав йӗрки
host-keys = Пускӑчсем
host-key-set = Улӑштар
host-key-press = Пускӑча пусӑр
host-keys-digits = Текст чупнӑ чух цифрӑсем хӑвӑртлӑха палӑртаҫҫӗ. Кликер вӑл — Page Up тата Page Down.
host-keys-reset = Малтанхи пускӑчсене тавӑр

## Ӳкерчӗк ҫинчи титрсем

overlay-title = Титрсем
overlay-number = №{"\u00A0"}{ $number }
overlay-asked = ку ыйтӑва { $count } куракан панӑ
overlay-ograf-name = Efir: эфирти ыйту
overlay-ograf-description = Халӗ эфирта тӑракан ыйтӑва кӑтартать, вӑл ҫук чухне нимӗн те кӑтартмасть.
overlay-ograf-source = data.json адресӗ, титр уҫҫипе
overlay-ograf-theme = Илемлетни
