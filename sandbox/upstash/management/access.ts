import type { SandboxRequest } from '../../kernel/platform';
import { sandboxUpstashEmail, sandboxUpstashManagementKey, sandboxUpstashReadOnlyManagementKey } from '../seed';
import { upstashError } from './present';

const basicOf = (key: string): string => Buffer.from(`${sandboxUpstashEmail}:${key}`).toString('base64');

/** What the account's two keys are sent as. */
export const basic = basicOf(sandboxUpstashManagementKey);
export const readOnlyBasic = basicOf(sandboxUpstashReadOnlyManagementKey);

/** Raises 401; and 403 where a read-only key would change something. */
export function authorize({ headers, method }: SandboxRequest): void {
	if (headers.authorization === `Basic ${basic}`) return;
	if (headers.authorization !== `Basic ${readOnlyBasic}`) throw upstashError(401, 'unauthorized');
	if (method !== 'GET') throw upstashError(403, 'read-only api key cannot perform this operation');
}
