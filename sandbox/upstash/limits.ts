import { SandboxHttpError, type SandboxRequest } from '../kernel/platform';
import { commandInfo, keysOf } from './commandTable';

const troubleshooting = 'https://upstash.com/docs/redis/troubleshooting';
/** "Hardcoded": https://upstash.com/docs/redis/troubleshooting/max_key_size_exceeded */
const maximumKeyBytes = 32 * 1024;

export const capacityError = 'ERR DB capacity quota exceeded';

export interface LimitSettings {
	/** Whether the data has reached the plan's size: what may grow is refused, reading and deleting is not. */
	full: boolean;
	/** Commands until the free plan's day is used up; `null`: a paid plan, which counts none. */
	requestsLeft: number | null;
	/** 10 MB in the plans of today, 1 MB in those before. */
	maximumRequestBytes: number;
	maximumRecordBytes: number;
	/** Whether the month's budget is spent: every command is refused. */
	suspended: boolean;
}

const seedSettings: LimitSettings = {
	full: false,
	requestsLeft: null,
	maximumRequestBytes: 10 * 1024 * 1024,
	maximumRecordBytes: 100 * 1024 * 1024,
	suspended: false,
};

const requestsADay = 10_000;

const sizeOf = (words: readonly string[]): number =>
	words.reduce((sum, word) => sum + Buffer.byteLength(word), 0);

const exceeded = (what: string, page: string, limit: number, actual: number): string =>
	`ERR max ${what} size exceeded. Limit: ${limit} bytes, Actual: ${actual} bytes. See ${troubleshooting}/${page} for details`;

/**
 * What a database at Upstash refuses besides Redis itself, in Upstash's words:
 * https://upstash.com/docs/redis/overall/pricing and the pages of https://upstash.com/docs/redis/troubleshooting
 */
export class DatabaseLimits {
	settings: LimitSettings = { ...seedSettings };

	reset(): void {
		this.settings = { ...seedSettings };
	}

	/** Why one request is too large; its commands do not count then. */
	requestRefusal(bytes: number): string | undefined {
		const limit = this.settings.maximumRequestBytes;
		return bytes > limit ? exceeded('request', 'max_request_size_exceeded', limit, bytes) : undefined;
	}

	/** Why a command is refused; counts it when it is not. `recordBytes` is the size of the entry it would add to. */
	async refusal(
		command: readonly string[],
		recordBytes: (key: string) => Promise<number>,
	): Promise<string | undefined> {
		const { requestsLeft, suspended, maximumRecordBytes } = this.settings;
		if (suspended) {
			return 'ERR This database has been suspended for exceeding the defined budget limit. Please increase budget or switch to a Fixed plan on Upstash Console';
		}
		if (requestsLeft !== null) {
			if (requestsLeft <= 0) {
				return `ERR max daily request limit exceeded. Limit: ${requestsADay}, Usage: ${requestsADay}. See ${troubleshooting}/max_daily_request_limit for details`;
			}
			this.settings.requestsLeft = requestsLeft - 1;
		}
		const keys = keysOf(command);
		const longest = Math.max(0, ...keys.map((key) => Buffer.byteLength(key)));
		if (longest > maximumKeyBytes) return exceeded('key', 'max_key_size_exceeded', maximumKeyBytes, longest);
		const [key] = keys;
		if (key === undefined || commandInfo(command[0] ?? '')?.grows !== true) return undefined;
		const growth = sizeOf(command.slice(2));
		// Asked only where it can matter: it is one more command of the server's.
		const isNear = growth * 2 > maximumRecordBytes || maximumRecordBytes < seedSettings.maximumRecordBytes;
		const actual = growth + (isNear && !replaces(command) ? await recordBytes(key) : 0);
		if (actual > maximumRecordBytes) {
			return exceeded('single record', 'max_record_size_exceeded', maximumRecordBytes, actual);
		}
		return this.capacityRefusal(command);
	}

	/** Also for the commands of a script. */
	capacityRefusal(command: readonly string[]): string | undefined {
		return this.settings.full && commandInfo(command[0] ?? '')?.grows === true ? capacityError : undefined;
	}
}

const replaces = ([name = '']: readonly string[]): boolean => /^(set|setex|psetex|getset|mset|setnx)$/i.test(name);

const flagNames = ['full', 'suspended'] as const;
const numberNames = ['requestsLeft', 'maximumRequestBytes', 'maximumRecordBytes'] as const;

/** The settings of a control request, each left as it is unless named. Raises 400. */
export function limitsIn(request: SandboxRequest): Partial<LimitSettings> {
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
