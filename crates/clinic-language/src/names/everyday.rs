//! Everyday words. They are no slips of somebody's name, and where they are names too, only their surroundings can say so.

/// Each between spaces, so that one search for a padded word is enough.
const WORDS: &str = " a about actually add address after afternoon afternoons again ago all almost already also alright always am an and \
another any anyone anything anytime appointment appointments apr april are around as ask asap at august available availability away \
back bad be because been before being best better between birthday bit book booked booking bookings both bring busy but by bye call called \
calling can cancel cancelled cannot cant card care change changed check checkup child city clinic close come coming confirm \
consultation contact correct cost could couldnt count country cut dad date dates daughter day days dec december definitely dental dentist \
details did didnt different dinner do doctor doctors does doesnt doing done dont down dr during each earlier earliest early eight eighth \
either eleven else email emergency end enough evening evenings event ever every everyone everything exam excellent eye family feb february \
feel feeling few fifth find fine first five follow following for forget four fourth free friday fri friend from full gp general get \
getting give go going good got great group guests had half hair haircut happy has have havent having he headache health hello help her here hey \
hi him his hold home hour hours house how however husband i id ideally if ill im in info inform information instead interested into is isnt \
it its ive jan january july jul june jun just keep kid kids kind know last late later least leave left lets like likely little location long \
look looking lot love lunch made make makes making many mar march mate may maybe me mean meet meeting meetings medical message midday \
midnight mind mine minute minutes mom mon monday mondays month months more morning mornings most mother move much must my name named names near \
nearby need needed needs never new next nice night nine ninth no nobody none noon nope not nothing nov november now number nurse ocd oct october of \
off office ok okay old on once one ones only open opening or order other our out over own pain party past patient pay people per perfect person \
phone physical place plan please pm possible prefer problem provide provider put quarter quick quite rather ready really reason record regarding \
remember remind reminder reminders remove reschedule reservation reserve reserved restaurant result results right room same sat saturday saturdays say saying \
schedule scheduled second see seen sep sept september set seven seventh she shift should show sick since sir sister site six sixth slot slots so some someone \
something sometime son soon sooner sorry sound sounds speak special specific spot start still stop stuff such sunday sun sure surname switch table \
take taken talk tell ten tenth test than thank thanks that thats the their them then there theres these they thing things think third this those \
though three thu thur thurs thursday thursdays time times to today todays together tomorrow tomorrows tonight too transfer tried try trying tue tues tuesday \
tuesdays twelve twelfth twenty two type under understand unfortunately until up update us use usual usually vaccine very view visit wait waiting want \
wanted wants was way we wed wednesday wednesdays week weekday weekend weekends weeks well went were what whats whatever when whenever where \
whether which while who whole whose why wife will wish with within without wonder wondering wont work working works would wouldnt yeah year years yep yes \
yesterday yet you your youre yours bye actually account balance transaction transactions payment payments dollars pounds euros savings \
adults children hotel stay staying wrong mistake running making spa gym pool parking breakfast wheelchair ";

pub fn is_common(word: &str) -> bool {
    !word.is_empty() && WORDS.contains(&[" ", word, " "].concat())
}
