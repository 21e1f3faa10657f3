<?xml version="1.0" encoding="utf-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>gatehouse::Age</name>
    <message>
        <source>%1 s</source>
        <comment>seconds, short</comment>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes, short</comment>
        <translation>%1 د</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours, short</comment>
        <translation>%1 س</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>days, short</comment>
        <translation>%1 ي</translation>
    </message>
</context>
<context>
    <name>gatehouse::AttractPage</name>
    <message>
        <source>dddd, d MMMM</source>
        <comment>a date, as QDate::toString() takes it</comment>
        <translation>dddd، d MMMM</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>event, gate, lane</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>event, gate</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>This entrance is closed</source>
        <translation>هذا المدخل مغلق</translation>
    </message>
    <message>
        <source>Please use another entrance.</source>
        <translation>يرجى استخدام مدخل آخر.</translation>
    </message>
    <message>
        <source>Hold your ticket to the reader</source>
        <translation>قرّب تذكرتك من القارئ</translation>
    </message>
    <message>
        <source>The code on your phone or on paper</source>
        <translation>الرمز على هاتفك أو على الورق</translation>
    </message>
    <message>
        <source>Type the code instead</source>
        <translation>اكتب الرمز بدلاً من ذلك</translation>
    </message>
    <message>
        <source>This is an exit · the code on your phone or on paper</source>
        <translation>هذا مخرج · الرمز على هاتفك أو على الورق</translation>
    </message>
    <message>
        <source>This exit is closed</source>
        <translation>هذا المخرج مغلق</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>لحظة من فضلك …</translation>
    </message>
    <message>
        <source>This kiosk is not ready yet</source>
        <translation>هذا الجهاز ليس جاهزاً بعد</translation>
    </message>
    <message>
        <source>This kiosk is no longer in use</source>
        <translation>هذا الجهاز لم يعد مستخدماً</translation>
    </message>
    <message>
        <source>This kiosk is out of order</source>
        <translation>هذا الجهاز معطّل</translation>
    </message>
    <message>
        <source>Please use another exit.</source>
        <translation>يرجى استخدام مخرج آخر.</translation>
    </message>
    <message>
        <source>This kiosk is starting.</source>
        <translation>هذا الجهاز يبدأ العمل.</translation>
    </message>
    <message>
        <source>Please call our staff.</source>
        <translation>يرجى مناداة فريقنا.</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>مختارة</translation>
    </message>
</context>
<context>
    <name>gatehouse::Kiosk</name>
    <message>
        <source>This code is wrong.</source>
        <translation>هذا الرمز خاطئ.</translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong codes. Try again in %n minute(s).</source>
        <translation>
            <numerusform>رموز خاطئة كثيرة. حاول مجدداً الآن.</numerusform><numerusform>رموز خاطئة كثيرة. حاول مجدداً بعد دقيقة.</numerusform><numerusform>رموز خاطئة كثيرة. حاول مجدداً بعد دقيقتين.</numerusform><numerusform>رموز خاطئة كثيرة. حاول مجدداً بعد %n دقائق.</numerusform><numerusform>رموز خاطئة كثيرة. حاول مجدداً بعد %n دقيقة.</numerusform><numerusform>رموز خاطئة كثيرة. حاول مجدداً بعد %n دقيقة.</numerusform></translation>
    </message>
    <message>
        <source>This kiosk was given no staff code.</source>
        <translation>لم يُعطَ هذا الجهاز رمزاً للفريق.</translation>
    </message>
    <message>
        <source>How many of you leave now?</source>
        <translation>كم منكم يغادر الآن؟</translation>
    </message>
    <message>
        <source>How many of you come in now?</source>
        <translation>كم منكم يدخل الآن؟</translation>
    </message>
    <message>
        <source>A ticket for a group</source>
        <translation>تذكرة لمجموعة</translation>
    </message>
    <message>
        <source>Question %1 of %2</source>
        <translation>السؤال %1 من %2</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>No</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>not on this list</source>
        <translation>ليس في هذه القائمة</translation>
    </message>
    <message>
        <source>inside since %1, %2</source>
        <comment>time, gate</comment>
        <translation>في الداخل منذ %1، %2</translation>
    </message>
    <message>
        <source>a desk</source>
        <translation>مكتب</translation>
    </message>
    <message>
        <source>left at %1</source>
        <translation>غادر عند %1</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>لم يُرَ بعد</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>غير صالحة</translation>
    </message>
</context>
<context>
    <name>gatehouse::KioskFace</name>
    <message numerus="yes">
        <source>What you typed is deleted in %n second(s). Touch the screen to go on.</source>
        <translation>
            <numerusform>يُحذف ما كتبته الآن. المس الشاشة للمتابعة.</numerusform><numerusform>يُحذف ما كتبته بعد ثانية. المس الشاشة للمتابعة.</numerusform><numerusform>يُحذف ما كتبته بعد ثانيتين. المس الشاشة للمتابعة.</numerusform><numerusform>يُحذف ما كتبته بعد %n ثوانٍ. المس الشاشة للمتابعة.</numerusform><numerusform>يُحذف ما كتبته بعد %n ثانية. المس الشاشة للمتابعة.</numerusform><numerusform>يُحذف ما كتبته بعد %n ثانية. المس الشاشة للمتابعة.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Off line · %n scan(s) waiting since %1 · list %2 old</source>
        <translation>
            <numerusform>بلا اتصال · لا قراءات تنتظر منذ %1 · عمر القائمة %2</numerusform><numerusform>بلا اتصال · قراءة واحدة تنتظر منذ %1 · عمر القائمة %2</numerusform><numerusform>بلا اتصال · قراءتان تنتظران منذ %1 · عمر القائمة %2</numerusform><numerusform>بلا اتصال · %n قراءات تنتظر منذ %1 · عمر القائمة %2</numerusform><numerusform>بلا اتصال · %n قراءة تنتظر منذ %1 · عمر القائمة %2</numerusform><numerusform>بلا اتصال · %n قراءة تنتظر منذ %1 · عمر القائمة %2</numerusform></translation>
    </message>
    <message>
        <source>Off line · nothing is waiting · list %1 old</source>
        <translation>بلا اتصال · لا شيء ينتظر · عمر القائمة %1</translation>
    </message>
    <message numerus="yes">
        <source>Sending %n scan(s), waiting since %1</source>
        <translation>
            <numerusform>لا شيء يُرسل، منذ %1</numerusform><numerusform>إرسال قراءة واحدة، تنتظر منذ %1</numerusform><numerusform>إرسال قراءتين، تنتظران منذ %1</numerusform><numerusform>إرسال %n قراءات، تنتظر منذ %1</numerusform><numerusform>إرسال %n قراءة، تنتظر منذ %1</numerusform><numerusform>إرسال %n قراءة، تنتظر منذ %1</numerusform></translation>
    </message>
    <message>
        <source>EXERCISE – no real event</source>
        <translation>تمرين – ليست فعالية حقيقية</translation>
    </message>
    <message numerus="yes">
        <source>Back to the visitors in %n second(s). Touch the screen to stay.</source>
        <translation>
            <numerusform>عودة إلى الزوار الآن. المس الشاشة للبقاء.</numerusform><numerusform>عودة إلى الزوار بعد ثانية. المس الشاشة للبقاء.</numerusform><numerusform>عودة إلى الزوار بعد ثانيتين. المس الشاشة للبقاء.</numerusform><numerusform>عودة إلى الزوار بعد %n ثوانٍ. المس الشاشة للبقاء.</numerusform><numerusform>عودة إلى الزوار بعد %n ثانية. المس الشاشة للبقاء.</numerusform><numerusform>عودة إلى الزوار بعد %n ثانية. المس الشاشة للبقاء.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::PadPage</name>
    <message>
        <source>Staff code</source>
        <translation>رمز الفريق</translation>
    </message>
    <message>
        <source>Type the code of your ticket</source>
        <translation>اكتب رمز تذكرتك</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>احذف الحرف الأخير</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>إدخال</translation>
    </message>
    <message>
        <source>Check the ticket</source>
        <translation>افحص التذكرة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ReadingPage</name>
    <message>
        <source>One moment …</source>
        <translation>لحظة من فضلك …</translation>
    </message>
</context>
<context>
    <name>gatehouse::SelfTest</name>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>connected, answers in %1 ms</source>
        <translation>متصل، يجيب خلال %1 م.ث</translation>
    </message>
    <message>
        <source>connected, the list is on its way</source>
        <translation>متصل، القائمة في الطريق</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>لا اتصال</translation>
    </message>
    <message>
        <source>this device was revoked</source>
        <translation>سُحب هذا الجهاز</translation>
    </message>
    <message>
        <source>does not know this device’s key</source>
        <translation>لا يعرف مفتاح هذا الجهاز</translation>
    </message>
    <message>
        <source>turns this device away</source>
        <translation>يرفض هذا الجهاز</translation>
    </message>
    <message>
        <source>List</source>
        <translation>القائمة</translation>
    </message>
    <message>
        <source>there is none yet</source>
        <translation>لا توجد بعد</translation>
    </message>
    <message>
        <source>the control room has not given this kiosk a list</source>
        <translation>لم تعطِ غرفة التحكم هذا الجهاز قائمة</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ticket(s), up to date</source>
        <translation>
            <numerusform>لا تذاكر، محدّثة</numerusform><numerusform>تذكرة واحدة، محدّثة</numerusform><numerusform>تذكرتان، محدّثة</numerusform><numerusform>%Ln تذاكر، محدّثة</numerusform><numerusform>%Ln تذكرة، محدّثة</numerusform><numerusform>%Ln تذكرة، محدّثة</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%Ln ticket(s), %1 old</source>
        <translation>
            <numerusform>لا تذاكر، عمرها %1</numerusform><numerusform>تذكرة واحدة، عمرها %1</numerusform><numerusform>تذكرتان، عمرها %1</numerusform><numerusform>%Ln تذاكر، عمرها %1</numerusform><numerusform>%Ln تذكرة، عمرها %1</numerusform><numerusform>%Ln تذكرة، عمرها %1</numerusform></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>الساعة</translation>
    </message>
    <message>
        <source>not yet compared with the server’s; opening hours are not checked off line</source>
        <translation>لم تُقارن بعد بساعة الخادم؛ لا تُفحص الأوقات بلا اتصال</translation>
    </message>
    <message>
        <source>%1 behind the server’s, ± %2</source>
        <translation>متأخرة %1 عن الخادم، ± %2</translation>
    </message>
    <message>
        <source>%1 ahead of the server’s, ± %2</source>
        <translation>متقدمة %1 على الخادم، ± %2</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>القارئ</translation>
    </message>
    <message>
        <source>unplugged</source>
        <translation>مفصول</translation>
    </message>
    <message>
        <source>nothing read yet</source>
        <translation>لم يُقرأ شيء بعد</translation>
    </message>
    <message>
        <source>last code %1 ago</source>
        <translation>آخر رمز قبل %1</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>الكاميرا</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>غير مستخدمة</translation>
    </message>
    <message>
        <source>%1: starting</source>
        <translation>%1: تبدأ</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>لا توجد</translation>
    </message>
    <message>
        <source>%1: not found</source>
        <translation>%1: غير موجودة</translation>
    </message>
    <message>
        <source>%1: gives no picture</source>
        <translation>%1: لا تعطي صورة</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>الصوت</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>جاهز</translation>
    </message>
    <message>
        <source>no loudspeaker found</source>
        <translation>لا مكبر صوت</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>التخزين</translation>
    </message>
    <message>
        <source>takes no scans: nobody can be let in</source>
        <translation>لا يقبل قراءات: لا يمكن إدخال أحد</translation>
    </message>
    <message>
        <source>keeps no list: this kiosk works only as long as it is on</source>
        <translation>لا يحفظ القائمة: يعمل الجهاز ما دام مشغّلاً فقط</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>%1 free</source>
        <comment>space on disk</comment>
        <translation>%1 متاح</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>البطارية</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>as the server’s, ± %1</source>
        <translation>كساعة الخادم، ± %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::SelfTestPage</name>
    <message>
        <source>Self-test</source>
        <translation>فحص ذاتي</translation>
    </message>
    <message>
        <source>Back to the visitors</source>
        <translation>عودة إلى الزوار</translation>
    </message>
    <message>
        <source>End the kiosk</source>
        <translation>إنهاء الجهاز</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>ابحث بالاسم</translation>
    </message>
</context>
<context>
    <name>gatehouse::State</name>
    <message>
        <source>No data</source>
        <translation>لا بيانات</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>سليم</translation>
    </message>
    <message>
        <source>Soon</source>
        <comment>needs action soon</comment>
        <translation>قريباً</translation>
    </message>
    <message>
        <source>Now</source>
        <comment>needs action now</comment>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>معلومة</translation>
    </message>
</context>
<context>
    <name>gatehouse::Verdict</name>
    <message>
        <source>Please ask our staff</source>
        <translation>يرجى سؤال فريقنا</translation>
    </message>
    <message>
        <source>We do not know this ticket</source>
        <translation>لا نعرف هذه التذكرة</translation>
    </message>
    <message>
        <source>This ticket is not paid yet</source>
        <translation>هذه التذكرة لم تُدفع بعد</translation>
    </message>
    <message>
        <source>This ticket is for another time</source>
        <translation>هذه التذكرة لوقت آخر</translation>
    </message>
    <message>
        <source>This ticket was cancelled</source>
        <translation>أُلغيت هذه التذكرة</translation>
    </message>
    <message>
        <source>This ticket was used already</source>
        <translation>استُخدمت هذه التذكرة من قبل</translation>
    </message>
    <message>
        <source>This ticket is for another entrance</source>
        <translation>هذه التذكرة لمدخل آخر</translation>
    </message>
    <message>
        <source>Not possible right now</source>
        <translation>غير ممكن الآن</translation>
    </message>
    <message>
        <source>Please scan once more</source>
        <translation>يرجى القراءة مرة أخرى</translation>
    </message>
    <message>
        <source>This ticket is no longer valid</source>
        <translation>هذه التذكرة لم تعد صالحة</translation>
    </message>
    <message>
        <source>Something went wrong here</source>
        <translation>حدث خطأ ما هنا</translation>
    </message>
    <message>
        <source>We cannot read this ticket here</source>
        <translation>لا يمكننا قراءة هذه التذكرة هنا</translation>
    </message>
    <message>
        <source>This entrance is closed</source>
        <translation>هذا المدخل مغلق</translation>
    </message>
    <message>
        <source>This ticket has not come in yet</source>
        <translation>هذه التذكرة لم تدخل بعد</translation>
    </message>
    <message>
        <source>There is a newer ticket</source>
        <translation>توجد تذكرة أحدث</translation>
    </message>
    <message>
        <source>This ticket is for another event</source>
        <translation>هذه التذكرة لفعالية أخرى</translation>
    </message>
    <message>
        <source>Someone will help you right away.</source>
        <translation>سيساعدك أحد حالاً.</translation>
    </message>
    <message>
        <source>Please check that it is for this event, or ask our staff.</source>
        <translation>يرجى التأكد أنها لهذه الفعالية أو سؤال فريقنا.</translation>
    </message>
    <message>
        <source>Please go to the box office with your order.</source>
        <translation>يرجى الذهاب إلى شباك التذاكر مع طلبك.</translation>
    </message>
    <message>
        <source>This ticket needs a look at the help desk.</source>
        <translation>تحتاج هذه التذكرة إلى مكتب المساعدة.</translation>
    </message>
    <message>
        <source>Please look at the time on your ticket.</source>
        <translation>يرجى النظر إلى الوقت على تذكرتك.</translation>
    </message>
    <message>
        <source>Please ask our staff if that was not you.</source>
        <translation>يرجى سؤال فريقنا إن لم تكن أنت.</translation>
    </message>
    <message>
        <source>Please ask our staff for the way.</source>
        <translation>يرجى سؤال فريقنا عن الطريق.</translation>
    </message>
    <message>
        <source>Please ask our staff.</source>
        <translation>يرجى سؤال فريقنا.</translation>
    </message>
    <message>
        <source>Hold only one code to the reader.</source>
        <translation>قرّب رمزاً واحداً فقط من القارئ.</translation>
    </message>
    <message>
        <source>Please go to the help desk.</source>
        <translation>يرجى الذهاب إلى مكتب المساعدة.</translation>
    </message>
    <message>
        <source>Please ask our staff; it is not your ticket.</source>
        <translation>يرجى سؤال فريقنا؛ ليست المشكلة في تذكرتك.</translation>
    </message>
    <message>
        <source>Please use another entrance.</source>
        <translation>يرجى استخدام مدخل آخر.</translation>
    </message>
    <message>
        <source>Please show the newest ticket that you received.</source>
        <translation>يرجى إظهار أحدث تذكرة وصلتك.</translation>
    </message>
    <message>
        <source>Please look for the right ticket.</source>
        <translation>يرجى البحث عن التذكرة الصحيحة.</translation>
    </message>
    <message>
        <source>Admitted</source>
        <translation>مسموح</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>One more thing</source>
        <translation>شيء أخير</translation>
    </message>
    <message>
        <source>A little too soon</source>
        <translation>مبكر قليلاً</translation>
    </message>
    <message>
        <source>This ticket was used already today</source>
        <translation>استُخدمت هذه التذكرة اليوم</translation>
    </message>
    <message>
        <source>Please come through the other entrance first</source>
        <translation>يرجى الدخول من المدخل الآخر أولاً</translation>
    </message>
    <message>
        <source>Please wait a moment, then try again.</source>
        <translation>يرجى الانتظار قليلاً ثم المحاولة مجدداً.</translation>
    </message>
    <message>
        <source>It is good again tomorrow. Please ask our staff if that was not you.</source>
        <translation>تصلح مجدداً غداً. يرجى سؤال فريقنا إن لم تكن أنت.</translation>
    </message>
</context>
<context>
    <name>gatehouse::VerdictPage</name>
    <message>
        <source>Goodbye</source>
        <translation>مع السلامة</translation>
    </message>
    <message>
        <source>Welcome back</source>
        <translation>أهلاً بعودتك</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>أهلاً وسهلاً</translation>
    </message>
    <message>
        <source>Please call our staff: this kiosk cannot record your entry.</source>
        <translation>يرجى مناداة فريقنا: لا يستطيع هذا الجهاز تسجيل دخولك.</translation>
    </message>
    <message>
        <source>Please go in</source>
        <translation>تفضّل بالدخول</translation>
    </message>
    <message>
        <source>Used at %1. %2</source>
        <comment>time, advice</comment>
        <translation>استُخدمت عند %1. %2</translation>
    </message>
    <message>
        <source>Used at %1, %2. %3</source>
        <comment>time, gate, advice</comment>
        <translation>استُخدمت عند %1، %2. %3</translation>
    </message>
    <message>
        <source>Please see our staff before you go in.</source>
        <translation>يرجى مراجعة فريقنا قبل الدخول.</translation>
    </message>
    <message>
        <source>See you soon</source>
        <translation>إلى اللقاء</translation>
    </message>
    <message numerus="yes">
        <source>Only %n more of this group may come in.</source>
        <translation>
            <numerusform>لا أحد آخر من هذه المجموعة.</numerusform><numerusform>يمكن لواحد فقط من هذه المجموعة الدخول.</numerusform><numerusform>يمكن لاثنين فقط من هذه المجموعة الدخول.</numerusform><numerusform>يمكن لـ %n فقط من هذه المجموعة الدخول.</numerusform><numerusform>يمكن لـ %n فقط من هذه المجموعة الدخول.</numerusform><numerusform>يمكن لـ %n فقط من هذه المجموعة الدخول.</numerusform></translation>
    </message>
    <message>
        <source>Please come back at %1.</source>
        <translation>يرجى العودة عند %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>لا أحد</numerusform><numerusform>شخص واحد</numerusform><numerusform>شخصان</numerusform><numerusform>%n أشخاص</numerusform><numerusform>%n شخصاً</numerusform><numerusform>%n شخص</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::AskPage</name>
    <message>
        <source>Space</source>
        <translation>مسافة</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>احذف الحرف الأخير</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>ليس الآن</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
</context>
<context>
    <name>gatehouse::SearchPage</name>
    <message>
        <source>The search needs the network: this kiosk holds no names. Codes still work.</source>
        <translation>يحتاج البحث إلى الشبكة: لا يحفظ هذا الجهاز أسماء. الرموز ما زالت تعمل.</translation>
    </message>
    <message>
        <source>A few letters of the name, in any order, or the order’s code.</source>
        <translation>بضعة أحرف من الاسم بأي ترتيب، أو رمز الطلب.</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>لحظة من فضلك …</translation>
    </message>
    <message>
        <source>Nobody found. Try fewer letters or another spelling.</source>
        <translation>لم يُعثر على أحد. جرّب أحرفاً أقل أو كتابة أخرى.</translation>
    </message>
    <message numerus="yes">
        <source>%n more: type more letters.</source>
        <translation>
            <numerusform>لا مزيد.</numerusform><numerusform>واحد آخر: اكتب أحرفاً أكثر.</numerusform><numerusform>اثنان آخران: اكتب أحرفاً أكثر.</numerusform><numerusform>%n آخرون: اكتب أحرفاً أكثر.</numerusform><numerusform>%n آخرون: اكتب أحرفاً أكثر.</numerusform><numerusform>%n آخرون: اكتب أحرفاً أكثر.</numerusform></translation>
    </message>
    <message>
        <source>Is it this person? Compare the second line.</source>
        <translation>هل هو هذا الشخص؟ قارن السطر الثاني.</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>ابحث بالاسم</translation>
    </message>
    <message>
        <source>Back to codes</source>
        <translation>عودة إلى الرموز</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>احذف الحرف الأخير</translation>
    </message>
    <message>
        <source>Another person</source>
        <translation>شخص آخر</translation>
    </message>
    <message>
        <source>Check the ticket</source>
        <translation>افحص التذكرة</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>مسافة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ProgrammePanel</name>
    <message>
        <source>Programme: now and next</source>
        <translation>البرنامج: الآن والتالي</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>أُلغيت</translation>
    </message>
    <message>
        <source>until %1</source>
        <comment>a time</comment>
        <translation>حتى %1</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) later</source>
        <translation>
            <numerusform>في موعدها</numerusform><numerusform>متأخرة دقيقة واحدة</numerusform><numerusform>متأخرة دقيقتين</numerusform><numerusform>متأخرة %n دقائق</numerusform><numerusform>متأخرة %n دقيقة</numerusform><numerusform>متأخرة %n دقيقة</numerusform></translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <comment>a time, a session, what is to be known of it</comment>
        <translation>%1 %2، %3</translation>
    </message>
    <message>
        <source>As it was at %1. Later changes are not known here.</source>
        <translation>كما كان عند %1. التغييرات اللاحقة غير معروفة هنا.</translation>
    </message>
    <message>
        <source>Now</source>
        <comment>heading: sessions that run</comment>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Next</source>
        <comment>heading: sessions that come</comment>
        <translation>التالي</translation>
    </message>
</context>
</TS>
