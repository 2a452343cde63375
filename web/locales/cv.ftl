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
alarm-redis-unknown = { $server } ӗнерлевӗсене вулама май ҫук: йышӑннӑ ыйтусене шанчӑклӑ упранине никам та пӗлмест.
alarm-log-forked = Журнал хӑш-пӗр ҫырусене ҫухатнӑ, юсанса пырать. Ертӳҫӗ экранӗнче халлӗхе унчченхи список.
alarm-log-forked-over = { $back ->
    [0] Журнала тӗрӗсленӗ: нимӗн те ҫухалман. Эфир планне тӗрӗслӗр.
   *[other] Журнал юсаннӑ: { $back } ҫыру таврӑннӑ. Эфир планне тӗрӗслӗр.
}
alarm-log-silent = Журнал хуравламасть. Эфиртан илни тӳрех каять, ҫӗнни ертӳҫӗ экранӗ ҫине тухмасть.
alarm-log-silent-over = Журнал каллех хуравлать.
alarm-too-few-replicas = Журнал копийӗсем сахал. Ырланӑ ыйту кописем хуравласан ертӳҫӗ патне тухать.
alarm-too-few-replicas-over = Журнал копийӗсем каллех хуравлаҫҫӗ.

## Эфирсен списокӗ тата йӑнӑшсем

home-title = Тӳрӗ линисем
home-empty = Халӗ уҫӑ эфир ҫук.
error-home = Эфирсен списокӗ патне

## Куракан страници

viewer-your-question = Сирӗн ыйту
viewer-ask = Ыйту пар

## Администратор

admin-title = Эфирсем
admin-create = Эфир уҫ
