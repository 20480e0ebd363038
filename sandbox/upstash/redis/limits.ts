import { commandInfo, keysOf } from './commands/commandTable';

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

const sizeOf = (words: readonly string[]): number => words.reduce((sum, word) => sum + Buffer.byteLength(word), 0);

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
		const refusal = this.planRefusal() ?? keyRefusal(command);
		if (refusal !== undefined) return refusal;
		const [key] = keysOf(command);
		if (key === undefined || !grows(command)) return undefined;
		const actual = await this.recordBytesAfter(command, async () => await recordBytes(key));
		const { maximumRecordBytes: limit } = this.settings;
		if (actual > limit) return exceeded('single record', 'max_record_size_exceeded', limit, actual);
		return this.capacityRefusal(command);
	}

	/** Of a database that may not be used at all; counts the command when it may. */
	private planRefusal(): string | undefined {
		const { requestsLeft, suspended } = this.settings;
		if (suspended) {
			return 'ERR This database has been suspended for exceeding the defined budget limit. Please increase budget or switch to a Fixed plan on Upstash Console';
		}
		if (requestsLeft === null) return undefined;
		if (requestsLeft <= 0) {
			return `ERR max daily request limit exceeded. Limit: ${requestsADay}, Usage: ${requestsADay}. See ${troubleshooting}/max_daily_request_limit for details`;
		}
		this.settings.requestsLeft = requestsLeft - 1;
		return undefined;
	}

	/** How large the entry would be; `recordBytes` is asked only where it can matter: it is one more command of the server's. */
	private async recordBytesAfter(command: readonly string[], recordBytes: () => Promise<number>): Promise<number> {
		const { maximumRecordBytes } = this.settings;
		const growth = sizeOf(command.slice(2));
		const isNear = growth * 2 > maximumRecordBytes || maximumRecordBytes < seedSettings.maximumRecordBytes;
		return growth + (isNear && !replaces(command) ? await recordBytes() : 0);
	}

	/** Also for the commands of a script. */
	capacityRefusal(command: readonly string[]): string | undefined {
		return this.settings.full && grows(command) ? capacityError : undefined;
	}
}

function keyRefusal(command: readonly string[]): string | undefined {
	const longest = Math.max(0, ...keysOf(command).map((key) => Buffer.byteLength(key)));
	return longest > maximumKeyBytes ? exceeded('key', 'max_key_size_exceeded', maximumKeyBytes, longest) : undefined;
}

const grows = ([name = '']: readonly string[]): boolean => commandInfo(name)?.grows === true;

const replaces = ([name = '']: readonly string[]): boolean => /^(set|setex|psetex|getset|mset|setnx)$/i.test(name);
