//! Journeys: what a person does from the start of a flow to its end, as a table of moves, each
//! with the step that it leads to or the error that it ends with.
//!
//! One table serves several tests: journeys are walked as they are, with a kill of the process
//! after each move, and with an answer that is lost or replaced at each request.

mod act;
mod held;
mod list;
mod run;

use doorstep::{Attributes, ResetPasswordOptions, SignInOptions, SignUpOptions, StepKind};

pub use self::list::journeys;
pub use self::run::{Run, Strike, Walk};
use crate::World;

/// What a person does.
#[derive(Clone)]
pub enum Move {
    /// Begins the flow.
    Start,
    /// Types a password.
    Password(&'static str),
    /// Types the code that was sent last.
    Code,
    /// Types a code that is not the one sent last.
    WrongCode,
    /// Asks for another code.
    Resend,
    /// Chooses the second factor that comes by e-mail.
    ByEmail,
    /// Chooses the second factor that is a text message.
    BySms,
    /// Registers a contact by the method of this id.
    Register(&'static str, &'static str),
    /// Gives attributes.
    Attributes(Attributes),
    /// Waits for the new password.
    Wait,
    /// Goes on to the sign-in.
    SignIn,
    /// Signs in on the service's page with this name and password.
    Browse(&'static str, &'static str),
}

enum Act {
    Then(Move, StepKind),
    Refused(Move, &'static str),
    Meanwhile(fn(&World)),
}

#[derive(Clone)]
enum Begin {
    SignIn(SignInOptions),
    SignUp(SignUpOptions),
    Reset(ResetPasswordOptions),
}

/// One way through a flow.
pub struct Journey {
    /// What it shows.
    pub name: &'static str,
    /// The password that is given ahead.
    pub password_ahead: Option<&'static str>,
    scenario: Option<&'static str>,
    app: Option<&'static str>,
    setting: Option<fn(&mut World)>,
    begin: Begin,
    acts: Vec<Act>,
    can_be_struck: bool,
}

impl Journey {
    fn new(name: &'static str, begin: Begin) -> Self {
        Self {
            name,
            password_ahead: None,
            scenario: None,
            app: None,
            setting: None,
            begin,
            acts: Vec::new(),
            can_be_struck: true,
        }
    }

    fn sign_in(name: &'static str, options: SignInOptions) -> Self {
        Self::new(name, Begin::SignIn(options))
    }

    fn sign_up(name: &'static str, options: SignUpOptions) -> Self {
        Self::new(name, Begin::SignUp(options))
    }

    fn reset(name: &'static str, options: ResetPasswordOptions) -> Self {
        Self::new(name, Begin::Reset(options))
    }

    /// The same journey with a password given ahead.
    fn ahead(mut self, password: &'static str) -> Self {
        self.password_ahead = Some(password);
        self.begin = match self.begin {
            Begin::SignIn(options) => Begin::SignIn(options.password(password)),
            Begin::SignUp(options) => Begin::SignUp(options.password(password)),
            Begin::Reset(_) => panic!("a reset has no password to give ahead"),
        };
        self
    }

    /// Walked in a scenario of the sandbox.
    fn scenario(mut self, name: &'static str) -> Self {
        self.scenario = Some(name);
        self
    }

    /// Walked by another app.
    fn app(mut self, client_id: &'static str) -> Self {
        self.app = Some(client_id);
        self
    }

    /// Walked in a tenant, or by an app, that is set up differently.
    fn given(mut self, setting: fn(&mut World)) -> Self {
        self.setting = Some(setting);
        self
    }

    /// Replaces answers itself, or counts its requests.
    fn not_struck(mut self) -> Self {
        self.can_be_struck = false;
        self
    }

    /// A move that leads to a step.
    fn then(mut self, what: Move, step: StepKind) -> Self {
        self.acts.push(Act::Then(what, step));
        self
    }

    /// A move that ends with an error of this code.
    fn refused(mut self, what: Move, code: &'static str) -> Self {
        self.acts.push(Act::Refused(what, code));
        self
    }

    /// Something that happens at the tenant or in time.
    fn meanwhile(mut self, what: fn(&World)) -> Self {
        self.acts.push(Act::Meanwhile(what));
        self
    }
}
