//! Everyday words. They are no slips of somebody's name, and where they are names too, only their surroundings can say so.

/// Each between spaces, so that one search for a padded word is enough.
const WORDS: &str = " a about account actually add address adults after afternoon afternoons again ago all almost already alright also always am an and another any \
anyone anything anytime appointment appointments apr april are around as asap ask at aug august availability available away back bad balance be \
because been before being best better between birth birthday bit blood body book booked booking bookings both breakfast bring brother brothers \
busy but by bye call called calling can cancel cancelled cannot cant card care case cases certain chair chairs change changed check checkup child \
children choose city clean clinic close coffee cold come coming concerned concert confirm consultation contact correct cost cough could couldnt \
count country course curious cut dad date dates daughter day days dec december definitely delete deleted dental dentist details did didnt \
different dinner do doctor doctors does doesnt doing dollars done dont doubt down dr during each earlier earliest early eight eighth either \
eleven else email emergency end enough euros evening evenings event ever every everyone everything exam excellent eye family father feb february \
feel feeling fever few fifth fill find fine first five follow following for forget four fourth free fri friday friend from full general get \
getting give go going good goodbye got gp great group guests gym had hair haircut half happy has have havent having he headache health hear heard \
hell hello help her here hey hi him his hmm hold home hotel hour hours house how however husband i id ideally if ill im in indeed info inform \
information inside instead interested into is isnt it its ive jan january jul july jun june just keep kid kids kind know label last late later \
least leave leaving left lets like likely little location long longer look looking looks lot lots love lunch made main make makes making many mar \
march mate may maybe me mean medical meet meeting meetings message midday midnight mind mine minute minutes mistake mom mon monday mondays money \
month months more morning mornings most mother move movie much mum must my nah name named names near nearby need needed needs never new next nice \
night nights nine ninth no nobody none noon nope not note notes nothing nov november now number nurse ocd oct october of off office ok okay old \
on once one ones online only open opening or order other others our out outside over own pain parents parking party past patient pay payment \
payments people per perfect perhaps person phone physical place plan please pm point pool possible pounds prefer price prices problem provide \
provider put quarter quick quite rather ready really reason record regarding remain remember remind reminder reminders remove reschedule \
reservation reserve reserved restaurant result results right room running safe same sat saturday saturdays save savings say saying schedule \
scheduled school second see seem seems seen sep sept september set seven seventh several she shift should show sick side sign simple since sir \
sister sit site six sixth slot slots small so some someone something sometime son soon sooner sorry sound sounds spa speak special specific spot \
start stay staying still stop stuff style such sun sunday super sure surname switch table take taken talk teeth tell ten tenth test than thank \
thanks that thats the their them then there theres these they thing things think third this those though three throat thu thur thurs thursday \
thursdays time times title titled to today todays together tomorrow tomorrows tonight too tooth total toward towards town transaction \
transactions transfer tried true try trying tue tues tuesday tuesdays twelfth twelve twenty two type under understand unfortunately until up \
update us use usual usually vaccine various version very view visit wait waiting want wanted wants was way we weather wed wedding wednesday \
wednesdays week weekday weekend weekends weeks welcome well went were what whatever whats wheelchair when whenever where whether which while who \
whole whose why wife will wish with within without wonder wonderful wondering wont work working works would wouldnt wow wrong yeah year years yep \
yes yesterday yet you your youre yours yup zero ";

pub fn is_common(word: &str) -> bool {
    !word.is_empty() && WORDS.contains(&[" ", word, " "].concat())
}
