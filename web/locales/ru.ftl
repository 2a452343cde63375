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
alarm-redis-unknown = Настройки { $server } прочитать нельзя: неизвестно, хранит ли он принятые вопросы надёжно.
alarm-log-forked = Журнал потерял часть записей и восстанавливается. На экране ведущего пока прежний список.
alarm-log-forked-over = { $back ->
    [0] Журнал проверен: ничего не потеряно. Сверьте план эфира.
    [one] Журнал восстановлен: возвращена { $back } запись. Сверьте план эфира.
    [few] Журнал восстановлен: возвращены { $back } записи. Сверьте план эфира.
   *[many] Журнал восстановлен: возвращено { $back } записей. Сверьте план эфира.
}
alarm-log-silent = Журнал не отвечает. Снятое с эфира снимается сразу, новое на экран ведущего не попадёт.
alarm-log-silent-over = Журнал снова отвечает.
alarm-too-few-replicas = Копий журнала слишком мало. Одобренное появится у ведущего, когда копии ответят.
alarm-too-few-replicas-over = Копии журнала снова отвечают.

## Список эфиров и ошибки

home-title = Прямые линии
home-empty = Сейчас нет открытых эфиров.
error-home = К списку эфиров

## Страница зрителя

viewer-your-question = Ваш вопрос
viewer-ask = Задать вопрос

## Администратор

admin-title = Эфиры
admin-create = Создать эфир
