import { SandboxHttpError, type SandboxHandler, type SandboxRequest, type SandboxRoute } from '../../kernel/platform';
import type { DatabaseLimits, LimitSettings } from './limits';

/**
 * `POST /_sandbox/upstash/limits` fills the database up (`{"full": true}`), uses up its requests (`{"requestsLeft": 0}`)
 * or its budget (`{"suspended": true}`), and sets the sizes that it accepts.
 */
export function controlRoutes(limits: DatabaseLimits): SandboxRoute[] {
	const setLimits: SandboxHandler = (request) => {
		Object.assign(limits.settings, limitsIn(request));
		return { status: 200, body: limits.settings };
	};
	return [{ method: 'POST', pattern: '/limits', handle: setLimits }];
}

const flagNames = ['full', 'suspended'] as const;
const numberNames = ['requestsLeft', 'maximumRequestBytes', 'maximumRecordBytes'] as const;

/** The settings of a control request, each left as it is unless named. Raises 400. */
function limitsIn(request: SandboxRequest): Partial<LimitSettings> {
	const body = request.json();
	const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
	const settings: Partial<LimitSettings> = {};
	for (const [name, value] of fields as ReadonlyArray<[string, unknown]>) {
		const flag = flagNames.find((each) => each === name);
		const number = numberNames.find((each) => each === name);
		if (flag && typeof value === 'boolean') settings[flag] = value;
		else if (number && typeof value === 'number' && value >= 0) settings[number] = value;
		else if (number === 'requestsLeft' && value === null) settings.requestsLeft = null;
		else {
			throw new SandboxHttpError(400, {
				message: `${name} is not a limit: give ${flagNames.join(', ')} (true or false), ${numberNames.join(', ')} (a number)`,
			});
		}
	}
	return settings;
}
