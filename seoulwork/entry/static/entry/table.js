// The table of a month for those who hear it.

const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "thead th": "columnheader", "tbody th": "rowheader", ".heads th": "columnheader" };

/**
 * On a narrow screen the rows become blocks, which takes the table's own roles away: say them.
 * @param {HTMLTableElement} table
 */
export function describeTable(table) {
  table.setAttribute("role", "table");
  for (const [selector, role] of Object.entries(ROLES)) {
    for (const each of table.querySelectorAll(selector)) each.setAttribute("role", role);
  }
}
