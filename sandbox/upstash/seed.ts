/** Of the database that `/upstash` serves. */
export const sandboxUpstashToken = 'sandbox-upstash-token';
/** Reads, and nothing else. */
export const sandboxUpstashReadOnlyToken = 'sandbox-upstash-read-only-token';

export const sandboxUpstashEmail = 'ops@candlefish.ai';
export const sandboxUpstashManagementKey = 'sandbox-upstash-management-key';
/** Of the same account; it changes nothing. */
export const sandboxUpstashReadOnlyManagementKey = 'sandbox-upstash-read-only-management-key';

export const seedDatabaseId = '5a4d6b0c-0000-4000-8000-000000000001';
