/** What stands in for a value that must not be in an execution's data. */
export const redacted = '***';
