import type { EnvironmentVariable } from '../model';
import { USER } from '../world/accounts';
import { isoTime } from './withNulls';

const READABLE_SECRET_CONTEXTS = ['dev', 'dev-server'];
const MASK = '****************';

/**
 * As the API shows it. Of a secret only the local development values can be read.
 * https://docs.netlify.com/environment-variables/secrets-controller/
 */
export function presentVariable(variable: EnvironmentVariable): Record<string, unknown> {
	return {
		key: variable.key,
		scopes: variable.scopes,
		values: variable.values.map((entry) => ({
			...entry,
			value: variable.isSecret && !READABLE_SECRET_CONTEXTS.includes(entry.context) ? MASK : entry.value,
		})),
		is_secret: variable.isSecret,
		updated_at: isoTime(variable.updatedAtMs),
		updated_by: { id: USER.id, full_name: USER.full_name, email: USER.email },
	};
}
