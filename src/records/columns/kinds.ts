/** What a column may hold. "rate" and "second rate": a derivative in so many words, of whatever `subject` names. */
export type Kind =
  | "time"
  | "period"
  | "counter"
  | "identity"
  | "position"
  | "angle"
  | "velocity"
  | "angular velocity"
  | "speed"
  | "acceleration"
  | "angular acceleration"
  | "momentum"
  | "force"
  | "energy"
  | "uncertainty"
  | "other"
  | "rate"
  | "second rate"
  | "unknown";

/** What a heading says. */
export interface Meaning {
  readonly kind: Kind;
  /** Of what, in small letters without blanks: "x1" of x1 and v_x1, "cart" of "Cart position", "" where it does not say. */
  readonly subject: string;
}
