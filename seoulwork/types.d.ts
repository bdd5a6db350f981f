// What the server gives the scripts: JSON in a page, answers, `data-` attributes. Monthly entry: docs/maintainers/entry-api.md.
// Scripts name these as `Server.Row`; nothing of this reaches a browser.

declare namespace Server {
  /** Above and below the line, whole numbers as texts. */
  type Fraction = [above: string, below: string];

  /**
   * What a row's cumulative figure is made of, in base units × 10**decimals:
   * (base + the month's figure × weight) ÷ (base, and of a ratio the denominator typed).
   */
  interface Figures {
    /** the unit in which each of the row's cells is written: of a ratio it may be another than its own */
    written: string[];
    /** base units in one of the unit */
    factor: number;
    decimals: number;
    /** the cumulative figure while the row is blank, if there is one */
    blank: Fraction | null;
    base: Fraction;
    weight: number;
    target: string | null;
    /** to so many decimals the cumulative figure is rounded; null: all of it is shown */
    places: number | null;
    suffix: string;
    /** what of its parts is added up while the row is blank: this month's figures, what they have come to, or what only the server can tell */
    added: "month" | "cumulative" | "unknown";
  }

  /** A whole that stands for its parts: while all cells of `whole` are filled and none of `parts`, none of these is missing. */
  interface Standing {
    whole: string[];
    parts: string[];
  }

  /** Which cells of a page belong together. */
  interface Together {
    /** the other cell of the same stored row */
    partners: Record<string, string>;
    /** rows to add up while the row itself is blank: the first list in which anything of this month is known */
    sums: Record<string, string[][]>;
    standings: Standing[];
  }

  /** The block `entry-data` of a month's page. */
  interface Entry {
    /** a person, or the person and the post that is not their own: `7-3` */
    user: number | string;
    /** `labour/2018-07` */
    place: string;
    /** an AES key in base64 */
    secret: string;
    units: Record<string, [base: string, factor: number]>;
    rows: Record<string, Figures>;
    together: Together;
  }

  interface Saved {
    cell: string;
    state: "saved" | "unchanged";
    value: string;
    version: number | null;
    text: string;
  }

  interface Conflict {
    cell: string;
    state: "conflict";
    text: string;
    mine: { value: string };
    seen: { value: string };
    theirs: { value: string; by: string; at: string; at_text: string; version: number | null };
  }

  interface Unsaved {
    cell: string;
    state: "refused" | "locked" | "held";
    text: string;
    /** a cumulative amount that is less than before, and nothing says why */
    falls?: true;
  }

  type CellAnswer = Saved | Conflict | Unsaved;

  interface RowAnswer {
    row: string;
    cumulative: string;
    rate: string;
    rate_width: string;
    pace: string;
    total: string;
    shortfall: boolean;
    warnings: { code: string; text: string }[];
  }

  interface Answer {
    /** what stands against the request as a whole */
    text?: string;
    cells: CellAnswer[];
    rows: RowAnswer[];
    progress: { due: number; entered: number; text: string };
  }

  /** Who is logged in, and the token for the next POST. */
  interface Session {
    authenticated: boolean;
    user: number | string | null;
    name: string;
    csrf: string;
  }

  /** The answer to a form. */
  interface Said {
    ok?: boolean;
    text: string;
    problems?: { cell: string; text: string }[];
  }

  /** The answer to a line of figures that come as they happen. */
  interface Occasional extends Said {
    lines?: { place: string; last: string; notes: string[]; as_of: string; cells: { cell: string; value: string; version: number | null }[] }[];
    unseen?: number;
  }

  /** The block `desk-data` of the page on which a part of a briefing is written: docs/maintainers/desk.md. */
  interface Desk {
    /** a person, or the person and the post that is not their own: `7-3` */
    user: number | string;
    /** `2018-07/labour/1` */
    place: string;
    /** an AES key in base64 */
    secret: string;
    /** what of an indicator or a budget a reference may name */
    aspects: Record<string, string[]>;
    /** how a period is written, and what it is called */
    periods: [written: string, called: string][];
    /** how a figure is shown: likewise */
    shapes: [written: string, called: string][];
    /** why a typed number may stay */
    reasons: string[];
    placeable: Placeable[];
  }

  /** A table or picture of the part. */
  interface Placeable {
    kind: "표" | "그림";
    name: string;
    /** the page on which it is changed */
    address: string;
    /** a selector of what the preview shows of it */
    shown: string;
    /** the line that places it */
    line: string;
  }

  /** What a text may refer to, of the block `desk-names`. */
  interface Named {
    name: string;
    part: string;
    kind: string;
    title: string;
    now: string;
    /** the months of that value: `'18.1~6월` */
    when: string;
    target?: string;
    rate: string;
    /** last year's */
    before: string;
  }

  /** `line` and `column` count from 1. */
  interface Fault {
    line: number;
    column: number;
    text: string;
    /** the unknown word, and those that may be meant */
    wrong: string;
    near: string[];
  }

  /** A typed number; with a `reference` one that a stored figure gives or, with `slip`, nearly gives. `start` and `end` count from 0. */
  interface Offer {
    line: number;
    start: number;
    end: number;
    typed: string;
    reference: string;
    printed: string;
    slip: string;
    digest: string;
    /** the reason for which it stays as it is typed */
    kept: string;
  }

  /** The printed pages of a part; of a refusal only the sentence. */
  interface Printed {
    pages?: { picture: string; label: string }[];
    note?: string;
    text?: string;
  }

  interface Look {
    html: string;
    problems: Fault[];
    figures: { source: string; text: string; lacks: string }[];
    offers: Offer[];
  }

  /** Kept; with a status of 409 only `text`, the sentence that says why not. */
  interface Kept {
    text: string;
    clashed: number;
    /** how many places wait for a choice */
    clashes: number;
    problems: Fault[];
    state: string;
  }
}
