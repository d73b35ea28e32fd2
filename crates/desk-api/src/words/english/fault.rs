//! What went wrong, in English.

use super::{
    import::import_error,
    invalid::{invalid, not_taken},
    refusal::missing,
};
use crate::fault::{CentreFault, Denial, Fault, FileFault};
use clinic_domain::password::Weakness;
use desk_cache::Part;

pub fn fault(fault: &Fault) -> String {
    use Fault as F;
    match fault {
        F::UnknownCommand => "There is no such command.",
        F::BadRequest => "The request is not what this command takes.",
        F::MissingField(name) => return format!("The request has no {name}."),
        F::RequestTooLarge { mebibytes } => {
            return format!("The request is larger than {mebibytes} MiB.");
        }
        F::Locked => "The desk is locked. Sign in to go on.",
        F::MustChangePassword => "Choose a password of your own first.",
        F::NotPermitted => "Your roles do not allow this. Ask an administrator.",
        F::NotFound(what) => return format!("This {} does not exist any more. Look again.", missing(*what)),
        F::Invalid(field, problem) => return invalid(*field, *problem),
        F::Refused(code) => return format!("Not possible ({code})."),
        F::ReplayRunning => "Last year is being replayed. Wait for it or cancel it.",
        F::ImportRunning => "An import is running. Wait for it or cancel it.",
        F::Cancelled => "Cancelled; nothing was stored.",
        F::NotSetUp => "This desk is not set up yet.",
        F::AlreadySetUp => "A desk is set up here already. Nothing was changed.",
        F::AlreadyRunning => {
            "The front desk is already running on this PC. Switch to its window, or close it first."
        }
        F::OpenInAnotherWindow => {
            "The front desk is already open on this PC. Close this window and go on in the other one."
        }
        F::WrongPassword => "Login or password is wrong.",
        F::TooManyTries => "Too many wrong passwords. Wait, then try again.",
        F::LockedOut => {
            "Too many wrong passwords. Use the recovery code, or let another person sign in and reset the password."
        }
        F::WeakPassword(weakness) => weak(*weakness),
        F::MistypedRecoveryCode => "The recovery code is mistyped; compare it group by group.",
        F::WrongRecoveryCode => "This recovery code belongs to another desk.",
        F::KeyringMissing => {
            "This PC's keyring cannot be reached. Unlock it (sign in to the PC again) or start its service, then \
             retry."
        }
        F::KeyringEntryMissing => {
            "This PC's keyring has lost the desk's key. Sign in with the recovery code; nothing is lost."
        }
        F::File(it) => return file(it),
        F::Centre(CentreFault::Denied(it)) => return denial(*it),
        F::Centre(it) => centre(*it),
        F::PartFailed => "A part of the desk failed. What was saved before is kept.",
        F::Inside => "Something went wrong inside the desk. Nothing was saved; try again.",
    }
    .to_owned()
}

fn weak(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::TooShort => "A password needs at least 8 characters; a sentence is best.",
        Weakness::TooLong => "A password can have 256 characters at most.",
        Weakness::Common => "This password is on every list of leaked ones. Choose another.",
        Weakness::SameAsLogin => "A password cannot be the login.",
    }
}

const fn centre(fault: CentreFault) -> &'static str {
    use CentreFault as C;
    match fault {
        C::NoAddress => "This is no address of a centre. It begins with https://.",
        C::Unreachable => "The centre does not answer. Check the address and the network, then try again.",
        C::Busy => "The centre asks to come again in a while.",
        C::NotUnderstood => "What answers there is no centre that this version understands.",
        C::SignInRefused => {
            "The centre refused the sign-in: the organization, the login, the password or the code is wrong."
        }
        C::SecondFactorNeeded => "Enter the code of your second factor as well.",
        C::SecondFactorMissing => {
            "Your organization wants a second factor of you. Set it up here, then go on."
        }
        C::EnrolmentRefused => "The code is wrong, used or too old. Ask an administrator for another one.",
        C::TooManyDesks => "Your organization has as many desks as its plan allows. Ask an administrator.",
        C::NotEnrolled => "Enter the address of the centre and the code of this desk first.",
        C::NotJoined => "This desk belongs to no centre.",
        C::LeaseOver => {
            "This desk was without its centre for too long. Sign in at the centre to go on; nothing is lost."
        }
        C::Revoked => "This desk was revoked. Ask an administrator.",
        C::TooOld => {
            "This version of the front desk is too old for your centre. Install the newest version on this PC; nothing is lost."
        }
        C::PutBack => {
            "These files were put back, and are another desk's than the one your centre knows. Ask an administrator for a code, and connect this PC anew."
        }
        C::ImportsThere => {
            "This desk belongs to a centre: import there, and every desk has it. Nothing was imported here."
        }
        C::NeedsCentre => {
            "This is done at the centre, which does not answer. Look again when the connection is back: whether it was done \
             shows then."
        }
        C::SignedOut => "The centre does not know any more who you are. Sign in with it, then try again.",
        C::Denied(_) => "The centre did not do it.",
        C::SeesNoDay => {
            "Your roles at the organization do not see the day, which a desk is for. Ask an administrator for one that does, \
             such as front desk or practice manager, or let somebody who has it sign in."
        }
        C::SomebodyElse => {
            "Somebody else signed in there than who is at this desk. Sign in as yourself; the browser may have to sign out first."
        }
        C::NoIdentityProvider => {
            "Your organization has no sign-in of its own in the browser. Sign in with your password."
        }
        C::IdentityProviderAway => {
            "Where your organization signs in does not answer. Try again in a while, or ask an administrator."
        }
        C::IdentityRefused => {
            "You were not let in there, or what came back proves nobody. Try again; if it stays so, ask an administrator."
        }
        C::IdentityUnknown => {
            "Nobody here is known by that sign-in. The first time, enter the code of your invitation and sign in once more."
        }
        C::IdentityLate => "Nobody came back from the browser in time. Begin again.",
        C::Attaching => {
            "The clinic is on its way into its organization: until its book is there, it can be read and not changed. \
             An administrator goes on with it, or gives it up, under Settings, Sync."
        }
        C::BookRefused => {
            "The organization does not take a part of the book: its plan has too few providers, or whoever signed in \
             there may not bring a clinic along. What this desk has is as it was."
        }
        C::CentreTooOld => "The centre is too old for this version of the desk. Nothing was changed here.",
    }
}

fn denial(denial: Denial) -> String {
    use Denial as D;
    match denial {
        D::NotPermitted => "Your roles do not allow this at the centre. Ask an administrator.",
        D::Gone => "It is not there any more, or somebody has settled it. Look again.",
        D::Changed => "Somebody else has changed it meanwhile. Look at what is there now, then change it.",
        D::Invalid(Some(field)) => return not_taken(field),
        D::Invalid(None) => "The centre does not take one of these values.",
        D::FreshFactorNeeded => "Show your second factor once more.",
        D::WrongFactor => "This code is not right. Wait for the next one and try again.",
        D::CodeRefused => "The code is wrong, used or too old. Compare it, or ask for another one.",
        D::WeakPassword => {
            "This password is too short or too easy to guess for your organization. A sentence is best."
        }
        D::LoginTaken => "Somebody has this login already. Choose another.",
        D::LastAdministrator => "One administrator has to stay. Give somebody else the role first.",
        D::OwnAdministrator => {
            "Nobody takes the administrator's role from themselves. Ask another administrator."
        }
        D::RoleAboveOwn => "Nobody gives or takes a role above their own. Ask an administrator.",
        D::TierLimit => "Your organization's plan does not allow one more.",
        D::HasPassword => "They have a password already. Reset it instead of inviting them.",
        D::MessageSettled => "The message has arrived, is on its way, or is too late to be sent.",
        D::Other => {
            "The centre did not do it, for a reason that this version does not know. Update the desk."
        }
    }
    .to_owned()
}

fn file(fault: &FileFault) -> String {
    match fault {
        FileFault::Damaged(it) => format!(
            "The desk's {} is damaged. It was left as it is; restore the latest backup, and keep the folder.",
            part(*it)
        ),
        FileFault::Foreign(it) => format!(
            "The {} in the data folder belongs to another desk. Put the right files back, or restore a backup.",
            part(*it)
        ),
        FileFault::Newer(it) => format!(
            "The {} was written by a newer version of the front desk. Install that version; nothing was changed.",
            part(*it)
        ),
        FileFault::Older => "The data folder is older than what this PC remembers: something was lost or an old copy \
                             was put back. Put the newest files back, or let an administrator accept the older state."
            .to_owned(),
        FileFault::Unreadable => {
            "A file of the desk could not be read or written. Check the disk and try again.".to_owned()
        }
        FileFault::DiskFull => {
            "The disk is full, so nothing was saved. The day stays readable. Free some space, then try again."
                .to_owned()
        }
        FileFault::WorkingCopy => "The desk's working copy is damaged or missing. Nothing that was entered here is \
                                   lost: on the sign-in page an administrator can rebuild it."
            .to_owned(),
        FileFault::BackupForeign => {
            "This backup was made by another desk, or from an older copy of this one. Use another one.".to_owned()
        }
        FileFault::BackupTooOld => "Some records, an import's for example, are in no backup that was found. Choose a \
                                    backup that was made after it, or connect the drive with the backup folder. \
                                    Nothing was changed."
            .to_owned(),
        FileFault::BackupDamaged => {
            "This backup file is damaged or cut off. Use another one.".to_owned()
        }
        FileFault::NotTaken(it) => import_error(it),
        FileFault::NoBackupChosen => "Choose one backup file first.".to_owned(),
        FileFault::NotWritten { folder } => {
            format!("The file could not be written to {folder}. Check that the folder is there and may be written to.")
        }
        FileFault::NotShown => "This PC has no program to open the file with. It lies where it was saved.".to_owned(),
        FileFault::WithoutName => "The file came without its name.".to_owned(),
        FileFault::TooLarge { mebibytes } => format!("The file is larger than {mebibytes} MiB."),
        FileFault::TooMuch { mebibytes } => {
            format!("All files together may have {mebibytes} MiB. Import in several steps.")
        }
    }
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Vault => "vault",
        Part::Mirror => "working copy",
        Part::Slots => "key slots file",
        Part::Head => "head file",
        Part::Backup => "backup",
        Part::Database => "database",
    }
}
