// As whom a PC goes to the organization.
export interface Who {
  /** Null for who has just signed in there, in the browser or with a new second factor. */
  login: string | null;
  /** What opens this desk. */
  password: string;
  code: string | null;
}
