### Слова Efir по-русски. Ключи — по экранам; другой язык — ещё один такой файл.
### Новый ключ нужен во всех файлах (ru, en, cv): без него тест не пройдёт.

lang-name = Русский
langs-label = Язык

## Везде

phase-open = в эфире
phase-paused = приём на паузе
phase-closed = приём закрыт
questions-count = { $count ->
    [one] { $count } вопрос
    [few] { $count } вопроса
   *[many] { $count } вопросов
}
first-broadcast = Прямая линия
moderator-name = Модератор { $number }

## Отказы

refused-bad-request = Запрос не читается: { $what }
refused-unknown-type = Такой команды нет.
refused-too-large = Слишком большое сообщение: больше { $max } байт.
refused-empty = Напишите вопрос.
refused-too-long = { $max ->
    [0] Текст слишком длинный.
    [one] Текст длиннее { $max } знака. Сократите его.
   *[many] Текст длиннее { $max } знаков. Сократите его.
}
refused-id-taken = Вопрос с таким номером уже отправил другой человек. Отправьте ещё раз.
refused-rate-limited = { $seconds ->
    [one] Слишком часто. Попробуйте через { $seconds } секунду.
    [few] Слишком часто. Попробуйте через { $seconds } секунды.
   *[many] Слишком часто. Попробуйте через { $seconds } секунд.
}
refused-overloaded = Сейчас очень много вопросов. Мы попробуем ещё раз сами.
refused-unauthorized = Откройте страницу по ссылке, которую вам дали.
refused-bad-token = Ссылка устарела или испорчена. Попросите новую.
refused-forbidden = Для вашей роли это закрыто.
refused-bad-origin = Запрос пришёл с чужой страницы.
refused-not-found = Такой страницы нет.
refused-method-not-allowed = Так сюда обращаться нельзя.
refused-bad-slug = В адресе эфира — латинские буквы, цифры и дефис, от 1 до 64 знаков.
refused-bad-rules = Правила не читаются: { $what }
refused-slug-taken = Эфир с таким адресом уже есть.
refused-no-question = Такого вопроса нет.
refused-wrong-status = { $status ->
    [pending] Вопрос № { $number } снова среди новых.
    [held] Вопрос № { $number } уже задержан.
    [approved] Вопрос № { $number } уже в плане.
    [on_air] Вопрос № { $number } уже в эфире.
    [answered] Вопрос № { $number } уже прозвучал.
    [rejected] Вопрос № { $number } уже отклонён.
    [merged] Вопрос № { $number } уже объединён.
   *[withdrawn] Вопрос № { $number } забрал сам автор.
}{ $who ->
    [none] {""}
   *[other] {" "}Это сделал(а) { $who }.
}
refused-changed = Текст вопроса № { $number } изменился. Прочитайте новый и решите ещё раз.
refused-claimed = Вопрос № { $number } смотрит { $who }.
refused-same-question = Вопрос нельзя объединить с самим собой.
refused-after-not-in-rundown = Вопроса, за которым нужно встать, в плане нет.
refused-on-air = Вопрос № { $number } сейчас в эфире, забрать его уже нельзя.
refused-nothing-on-air = В эфире сейчас нет вопроса.
refused-air-moved = В эфире уже другой вопрос.
refused-rundown-empty = План пуст.
refused-cannot-undo = Отменить уже нельзя: с тех пор всё изменилось.
refused-bad-settings = Такой настройки нет, или её значение не годится.
refused-paused = Приём вопросов на паузе. Текст сохранён, отправьте позже.
refused-closed = Приём вопросов закрыт.
refused-muted = Ваши вопросы больше не принимаются.
refused-unavailable = Журнал не отвечает. Текст сохранён, мы попробуем ещё раз.
refused-internal = У нас ошибка. Попробуйте ещё раз.

## Тревоги на экране модератора

alarm-redis-unsafe = { $server } может потерять принятые вопросы: настройки { $settings }. Скажите администратору.
alarm-redis-unsafe-over = Настройки Redis снова хранят принятые вопросы надёжно.
alarm-redis-unknown = Настройки { $server } прочитать нельзя: неизвестно, хранит ли он принятые вопросы надёжно.
alarm-redis-unknown-over = Настройки Redis снова можно прочитать.
alarm-log-forked = Журнал потерял часть записей и восстанавливается. На экране ведущего пока прежний список.
alarm-log-forked-over = { $back ->
    [0] Журнал проверен: ничего не потеряно. Сверьте план эфира.
    [one] Журнал восстановлен: возвращена { $back } запись. Сверьте план эфира.
    [few] Журнал восстановлен: возвращены { $back } записи. Сверьте план эфира.
   *[many] Журнал восстановлен: возвращено { $back } записей. Сверьте план эфира.
}
alarm-log-damaged = Журнал на диске повреждён: запись { $offset } не читается. Эфир идёт дальше из памяти; не перезапускайте сервер и скажите администратору.
alarm-log-damaged-over = Журнал на диске снова читается целиком.
alarm-log-silent = Журнал не отвечает. Снятое с эфира снимается сразу, новое на экран ведущего не попадёт.
alarm-log-silent-over = Журнал снова отвечает.
alarm-too-few-replicas = Копий журнала слишком мало. Одобренное появится у ведущего, когда копии ответят.
alarm-too-few-replicas-over = Копии журнала снова отвечают.

## Список эфиров и ошибки

home-title = Прямые линии
home-empty = Сейчас нет открытых эфиров.
error-home = К списку эфиров
error-code = Код для поддержки:
error-advice-link = Ссылка на рабочее место — у того, кто ведёт эфир. Вопросы задают без неё, на странице эфира.
error-advice-address = Проверьте адрес: в нём могла потеряться буква. Или выберите эфир из списка.
error-advice-back = Вернитесь назад и попробуйте ещё раз. Что вы написали, сохранилось в браузере.
error-advice-later = Обновите страницу через минуту. Принятые вопросы не пропали.

## Страница зрителя

viewer-on-air = Сейчас отвечают
viewer-nothing-on-air = Вопрос для эфира ещё выбирают.
ask-your-question = Ваш вопрос
ask-hint = Один вопрос, коротко и по делу
viewer-place = Откуда вы
viewer-name = Ваше имя
viewer-name-is = Имя: { $name }
viewer-over = { $count ->
    [one] Сократите на { $count } знак
    [few] Сократите на { $count } знака
   *[many] Сократите на { $count } знаков
}
viewer-already-asked = Об этом уже спросили
viewer-me-too = И мне · { $count }
viewer-me-too-done = Вы тоже · { $count }
viewer-ask = Задать вопрос
viewer-ask-own = Задать свой вопрос
ask-mine = Мои вопросы
viewer-no-number = Без номера
viewer-sending = Отправляем…
viewer-offline = Нет связи. Отправим, когда появится, — текст сохранён
viewer-waits-open = Приём на паузе. Отправим, когда его откроют, — текст сохранён
viewer-change = Изменить
viewer-drop = Убрать
viewer-withdraw = Забрать
viewer-withdraw-sure = Точно забрать?
viewer-link-down = Нет связи с { $time }. Вопросы писать можно: отправим, когда она появится.
viewer-by-http = Связь слабая: страница обновляется раз в несколько секунд.
ask-paused = Приём вопросов на паузе. Напишите сейчас — отправим, когда его откроют.
ask-closed = Приём вопросов закрыт. Что стало с вашими, видно ниже.
viewer-accepted = Вопрос № { $number } принят
viewer-accepted-joined = Такой вопрос уже задали: № { $number }. Вместе с вами спросили { $count }
viewer-wall = Скоро в эфире
viewer-past = Уже ответили
viewer-more = { $count ->
    [one] Ещё { $count } вопрос
    [few] Ещё { $count } вопроса
   *[many] Ещё { $count } вопросов
}
viewer-wall-empty = Здесь появятся вопросы, которые отобрали редакторы.
viewer-counts = { $count ->
    [0] Вопросов пока нет: ваш будет первым
    [one] Пришёл { $count } вопрос, ответили на { $answered }
    [few] Пришло { $count } вопроса, ответили на { $answered }
   *[many] Пришло { $count } вопросов, ответили на { $answered }
}
ask-video = Видео эфира
ask-video-play = Смотреть здесь
viewer-received = Получен
viewer-merged = Объединён с № { $number }
viewer-status = { $status ->
    [approved] { $rank ->
        [0] В эфирном плане
        [1] В эфирном плане, первый
        [2] В эфирном плане, второй
        [3] В эфирном плане, третий
        [4] В эфирном плане, четвёртый
        [5] В эфирном плане, пятый
       *[other] В эфирном плане, { $rank }-й
    }
    [on_air] Сейчас отвечают
    [answered] { $time ->
        [none] Прозвучал в эфире
       *[other] Прозвучал в эфире в { $time }
    }
    [withdrawn] Вы забрали этот вопрос
   *[pending] Ждёт редактора
}
viewer-rejected = { $reason ->
    [rude] В эфир не пойдёт: в нём грубость
    [profanity] В эфир не пойдёт: в нём брань
    [insult] В эфир не пойдёт: в нём оскорбление
    [off_topic] В эфир не пойдёт: не по теме
    [personal] В эфир не пойдёт: в нём личные данные
    [repeated] В эфир не пойдёт: об этом уже говорили
    [spam] В эфир не пойдёт: похоже на рекламу
   *[other] В эфир не пойдёт
}
viewer-others = { $count ->
    [one] Спросил ещё { $count } человек
    [few] Спросили ещё { $count } человека
   *[many] Спросили ещё { $count } человек
}

## Квитанция

receipt-title = Вопрос № { $number }
receipt-keep = Сохраните ссылку: по ней и после эфира видно, что стало с вопросом. Входить никуда не нужно.
receipt-link = Ссылка на вопрос
receipt-copy = Скопировать
receipt-copied = Скопировано
receipt-withdraw = Забрать вопрос
receipt-withdraw-why = Вопрос уйдёт из очереди. Если так же спросили другие, их вопрос останется.
receipt-back = К эфиру
receipt-way = Путь вопроса
receipt-step = { $step ->
    [received] Получен
    [joined] Объединён
    [approved] В эфирном плане
    [on_air] В эфире
    [rejected] В эфир не пойдёт
    [withdrawn] Отозван
   *[answered] Прозвучал
}
receipt-stale = Нет связи. Показано то, что было раньше.

## Администратор

admin-title = Эфиры
admin-new = Новый эфир
admin-create = Создать эфир
admin-open = Открыть приём
admin-pause = Поставить на паузу
admin-close = Закрыть приём
admin-go = Перейти
admin-link-viewers = Зрители
admin-link-moderate = Модераторы
admin-link-host = Ведущий
admin-link-overlay = Титры
admin-qr = QR-код для зрителей
admin-qr-how = Покажите его в эфире или на афише: камера телефона откроет страницу вопросов.
admin-export = Выгрузить все вопросы
admin-settings = Настройки
admin-save = Сохранить
admin-field-title = Название
admin-field-slug = Адрес: латинские буквы, цифры и дефис
admin-field-air-from = Начало эфира
admin-field-air-until = Конец эфира
admin-field-text-max = Длина вопроса, знаков
admin-field-video = Видео эфира: адрес для встраивания, https
admin-field-anonymous = Спрашивать можно без входа
admin-field-wall = Зрители видят отобранные вопросы
admin-field-rules = Правила проверяют новые вопросы

## Пульт модератора

console-needs-script = Пульту нужен JavaScript: включите его в браузере.
console-me = вы
console-by-author = автор
console-on-air = В эфире
console-left = осталось { $time }
console-planned = в эфирном плане на { $time }
console-minutes = { $n } мин
console-ms = { $n } мс
console-viewers = { $n ->
    [one] { $n } зритель
    [few] { $n } зрителя
   *[many] { $n } зрителей
}
console-host-here = ведущий на связи
console-people = Кто на пульте
console-statuses = Очередь по состояниям
console-status-pending = Новые
console-status-held = Задержаны
console-status-approved = В плане
console-status-on-air = В эфире
console-status-answered = Прозвучали
console-status-merged = Объединены
console-status-rejected = Отклонены
console-status-withdrawn = Отозваны
console-status-any = Все
console-muted-list = Не принимаем
console-muted-title = От кого больше не принимаем
console-muted-how = J и K — по списку, Enter — снова принимать. Задержанные вопросы автора ждут решения в «Задержаны».
console-muted-none = Принимаем от всех.
console-muted-nothing = Вопросов нет, только голоса
console-topics = Темы
console-places = Места
console-tabs = Что показать
console-tab-side = Разделы
console-tab-inbox = Очередь
console-tab-plan = План
console-search = Поиск: слово, №, место
console-sort = Порядок
console-sort-arrival = Порядок: по времени
console-sort-newest = Порядок: сначала новые
console-sort-asked = Порядок: чаще спрашивают
console-sort-waiting = Порядок: дольше ждут
console-filters = Фильтры
console-filter-topic = Тема
console-filter-place = Место
console-filter-channel = Откуда
console-filter-label = Что нашли правила
console-filter-off = Убрать фильтр: { $name }
console-any = все
console-no-filters = Сбросить
console-fresh = { $n ->
    [one] Ещё { $n } новый
   *[other] Ещё { $n } новых
}
console-fresh-none = Новых пока нет
console-to-start = К началу очереди
console-more = { $n ->
    [one] Дальше ещё { $n } вопрос
    [few] Дальше ещё { $n } вопроса
   *[many] Дальше ещё { $n } вопросов
}
console-empty-pending = Новых вопросов нет. Как только зритель спросит, вопрос появится здесь.
console-empty-held = Задержанных нет. Сюда попадает то, на что человеку нужно взглянуть ещё раз.
console-empty-approved = План пуст. Сюда попадают одобренные вопросы.
console-empty-answered = Ещё ничего не прозвучало.
console-empty-merged = Объединённых вопросов нет.
console-empty-rejected = Отклонённых вопросов нет.
console-empty-on-air = В эфире сейчас ничего нет.
console-empty-withdrawn = Отозванных вопросов нет.
console-empty-search = Ничего не нашлось. Измените запрос или сбросьте фильтры.
console-empty-any = Вопросов ещё нет.
console-empty-here = В разделе «{ $section }» ничего не нашлось.
console-search-any = Искать во всех
console-empty-plan = План пуст. Одобренные вопросы встанут сюда в том порядке, в каком прозвучат.
console-card = Вопрос № { $number }
console-no-place = без места
console-channel-web = с телефона
console-channel-import = из файла
console-channel-telegram = Telegram
console-channel-vk = ВК
console-channel-max = MAX
console-ago-seconds = { $n } с
console-ago-minutes = { $n } мин
console-ago-hours = { $n } ч
console-ago-days = { $n } дн.
console-asked = спросили { $n }
console-by-viewer = { $n ->
    [one] { $n } вопрос автора
    [few] { $n } вопроса автора
   *[many] { $n } вопросов автора
}
console-looks = смотрит { $who }
console-wave = волна: { $n } за { $minutes } мин
console-wave-from = Волна: { $n } за { $minutes } мин, последний { $ago } назад. Зрителей: { $viewers }, адресов: { $addresses }. Одно решение — на всех.
console-original = Как написал зритель:
console-like = Похож на
console-quoted = «{ $text }»
console-sending = отправляется…
console-settled-unfit = больше не подходит под запрос
console-settled-pending = снова среди новых — { $who }
console-settled-held = задержан — { $who }
console-settled-approved = в план — { $who }
console-settled-on-air = в эфир — { $who }
console-settled-answered = прозвучал — { $who }
console-settled-rejected = отклонён — { $who }
console-settled-merged = объединён с № { $number } — { $who }
console-settled-withdrawn = отозван — { $who }
console-approve = В план
console-top = В начало
console-hold = Задержать
console-reject = Отклонить
console-edit = Править
console-merge = Объединить
console-merge-with = Объединить с № { $number }
console-merge-sure = Похоже на { $percent }{"\u00A0"}%. Объединить с № { $number }?
console-merge-many = { $n ->
    [one] Объединить { $n } выбранный с № { $number }?
   *[many] Объединить { $n } выбранных с № { $number }?
}
console-pin = Закрепить
console-unpin = Открепить
console-pinned = закреплён
console-left-while-typing = Этот вопрос только что ушёл из плана. Esc — дальше
console-pins-first = Закреплённые стоят первыми: выше них поставить нельзя, а их — ниже других.
console-muted = не принимаем
console-unmute = Снова принимать
console-mute-sure = Больше ничего не принимать от этого автора? Его новые вопросы и те, что в плане, будут задержаны.
console-mute-yes = Не принимать
console-more-older = Ещё { $n }
console-split = Отделить
console-reopen = Вернуть в новые
console-take = В эфир
console-answered = Прозвучал
console-clear = Снять с эфира
console-next = Дальше
console-open = Ещё
console-save = Сохранить
console-cancel = Отмена
console-alarm-read = Прочитано
console-close = Закрыть
console-reject-why = Почему отклонить?
console-reason-rude = грубость
console-reason-off-topic = не по теме
console-reason-personal = личное дело
console-reason-repeated = повтор
console-reason-spam = реклама
console-reason-other = другое
console-reason-insult = оскорбление
console-reason-profanity = мат
console-reason-threat = угроза
console-label-pii-phone = телефон
console-label-pii-address = адрес
console-label-pii-card = номер карты
console-label-pii-email = почта
console-label-pii-inn = ИНН
console-label-pii-passport = паспорт
console-label-pii-snils = СНИЛС
console-label-pii-vehicle = номер машины
console-label-insult = оскорбление
console-label-profanity = мат
console-label-spam = реклама
console-label-threat = угроза
console-edit-label = Текст для эфира
console-edit-changed = Пока вы правили, текст изменил другой модератор. Сохранение заменит его правку.
console-merge-number = С каким вопросом объединить, №
console-label-which = Темы вопроса
console-chosen = выбран
console-chosen-bar = Выбранные вопросы
console-chosen-n = Выбрано: { $n }
console-opened = Подробно о вопросе
console-asked-by = Спросили: { $n } · объединено: { $merged } · голосов: { $votes }
console-folded = Объединённые тексты: { $n }
console-others = Другие вопросы автора: { $n }
console-steps = Что с ним делали
console-steps-none = Пока ничего.
console-what-approved = в план
console-what-rejected = отклонён
console-what-held = задержан
console-what-reopened = возвращён в новые
console-what-edited = отредактирован
console-what-merged = объединён
console-what-split = отделён
console-what-labelled = отмечен темами
console-what-taken = в эфир
console-what-cleared = снят с эфира
console-what-answered = прозвучал
console-what-withdrawn = отозван автором
console-what-undone = отменено последнее действие
console-what-moved = переставлен в плане
console-what-pinned = закреплён в плане
console-what-unpinned = откреплён
console-what-remarked = пометка для ведущего
console-rundown = Эфирный план
console-now = Сейчас в эфире
console-now-none = В эфире нет вопроса.
console-up-next = Следующий
console-note = Записка ведущему
console-remark = Пометка
console-note-heard = · ведущий прочёл
console-note-said = Ведущему: «{ $text }»
console-note-for = Показывать
console-note-always = пока не сменят
console-note-send = Показать
console-balance = Баланс: спросили / прозвучали
console-balance-places = по местам
console-balance-topics = по темам
console-balance-asked = Спросили
console-balance-aired = Прозвучали
console-suggest = { $topic }: { $asked }{"\u00A0"}% вопросов, { $aired }{"\u00A0"}% эфира
console-nothing-to-undo = Отменять нечего.
console-link-up = связь есть
console-link-down = нет связи с { $time }. Решения сохраним и отправим, когда она появится
console-link-first = соединяемся…
console-link-kept = { $n ->
    [one] ждёт { $n } решение
    [few] ждут { $n } решения
   *[many] ждут { $n } решений
}
console-link-final = Доступ закрыт. Откройте пульт по ссылке, которую вам дали.
console-hint-move = вниз, вверх
console-hint-approve = в план
console-hint-merge = объединить
console-hint-reject = отклонить
console-hint-undo = отменить
console-hint-search = поиск
console-hint-help = все клавиши
console-keys-move = Смотреть
console-keys-decide = Решать
console-keys-air = Эфир
console-keys-any-layout = Клавиши работают в любой раскладке: важно место клавиши, а не буква. Причина отказа и темы — цифрами, темы дальше десятой — буквами.
console-key-next = следующий
console-key-previous = предыдущий
console-key-toPlan = к эфирному плану
console-key-toInbox = к очереди
console-key-fresh = показать новые
console-key-open = подробно о вопросе
console-key-search = поиск
console-key-section = раздел очереди по порядку; 0 — все
console-key-order = другой порядок
console-key-filters = фильтры
console-key-approve = в план, в конец
console-key-top = в план, в начало
console-key-hold = задержать
console-key-reject = отклонить, причина — цифрой
console-key-edit = править на месте
console-key-merge = объединить с похожим
console-key-mergeNumber = объединить по номеру
console-key-split = отделить от объединённых
console-key-label = отметить темы
console-key-reopen = вернуть в новые
console-key-claim = взять себе
console-key-choose = выбрать ещё один
console-key-chooseAll = выбрать все на экране
console-key-undo = отменить своё последнее
console-key-nextOnAir = следующий в эфир
console-key-take = этот — в эфир
console-key-answered = прозвучал
console-key-clear = снять с эфира
console-key-up = выше в плане
console-key-down = ниже в плане
console-key-pin = закрепить первым, открепить
console-key-remark = пометка к вопросу для ведущего
console-key-write = записка ведущему
console-key-mute = больше не принимать от автора
console-key-muted = от кого больше не принимаем
console-key-help = все клавиши
console-key-escape = закрыть, отменить

## Почему вопросы похожи

like-reason-same-text = тот же текст
like-reason-same-street-and-subject = та же улица, тот же предмет
like-reason-same-place-and-subject = то же место, тот же предмет
like-reason-same-number-and-subject = тот же номер, тот же предмет
like-reason-same-subject = тот же предмет
like-reason-close-wording = похожие слова

## Экран ведущего

host-title = Ведущий
host-needs-script = Для экрана ведущего нужен JavaScript.
host-number = №{"\u00A0"}{ $number }
host-asked = { $count ->
    [one] спросил { $count }
    [few] спросили { $count }
   *[many] спросили { $count }
}
host-clock-question = вопрос
host-clock-air = эфир
host-clock-before = до эфира
host-clock-left = осталось
host-clock-over = сверх времени
host-next = дальше
host-then = потом
host-connecting = Соединяемся…
host-idle = В эфире сейчас нет вопроса. «Дальше» выведет первый из плана.
host-empty = План пуст. Одобренные вопросы появятся здесь сами.
host-lost = Нет связи с { $time }. Список на месте, листайте дальше
host-shut = Ссылка больше не действует. Попросите новую у редактора
host-plain = Адрес без https: перезагрузка без сети не сработает, а экран может погаснуть сам. Отключите на этом устройстве сон экрана.
host-blank = Экран погашен. Вернуть — той же клавишей или «Дальше»
host-heard = Понятно
host-tools = Управление
host-do-forward = Дальше
host-do-back = Назад
host-do-blank = Погасить
host-do-hear = Прочитал записку
host-do-prompt = Суфлёр
host-do-pause = Пауза
host-do-faster = Быстрее
host-do-slower = Медленнее
host-do-rewind = К началу текста
host-do-down = Текст вниз
host-do-up = Текст вверх
host-do-larger = Крупнее
host-do-smaller = Мельче
host-do-mirror = Зеркало
host-do-scheme = Светлее, темнее
host-do-full = Во весь экран
host-do-settings = Настройки
host-when-still = текст стоит
host-when-roll = текст бежит
host-close = Закрыть
host-scheme = Цвета
host-scheme-dark = Светлое на тёмном
host-scheme-light = Тёмное на светлом
host-scheme-system = Как в системе
host-mirror = Зеркало
host-mirror-none = Нет
host-mirror-across = По горизонтали (для стекла)
host-mirror-down = По вертикали
host-mirror-both = И так, и так
host-text = Текст
host-scale = Размер
host-next-count = Следующих
host-prompt-on = Текст бежит сам
host-speed = Скорость
host-region = Строка чтения
host-keys = Клавиши
host-key-set = Сменить
host-key-press = Нажмите клавишу
host-keys-digits = Пока текст бежит, цифры задают скорость. Кликер — это Page Up и Page Down.
host-keys-reset = Вернуть прежние клавиши

## Титры поверх картинки

overlay-title = Титры
overlay-number = №{"\u00A0"}{ $number }
overlay-asked = { $count ->
    [one] этот вопрос задал { $count } зритель
    [few] этот вопрос задали { $count } зрителя
   *[many] этот вопрос задали { $count } зрителей
}
overlay-ograf-name = Efir: вопрос в эфире
overlay-ograf-description = Показывает вопрос, который сейчас в эфире, и ничего, пока его нет.
overlay-ograf-source = Адрес data.json с ключом титров
overlay-ograf-theme = Оформление
