import { asksForTypes, scanWithTypes } from './commands/scanTypes';
import type { DatabaseLimits } from './limits';
import type { KeySummary, RedisAnswer, RedisBackend } from './model';

/** One database: its data, and what its plan allows. */
export class RedisWorld {
	/** The keys as they were when somebody last asked: a server cannot tell at once. */
	private lastKeys: readonly KeySummary[] = [];

	constructor(
		readonly backend: RedisBackend,
		readonly limits: DatabaseLimits,
	) {}

	/** Why the plan refuses a command; counts it when it does not. */
	async limitRefusal(command: readonly string[]): Promise<string | undefined> {
		return await this.limits.refusal(command, async (key) => await this.backend.recordBytes(key));
	}

	async execute(command: readonly string[]): Promise<RedisAnswer> {
		return asksForTypes(command) ? await scanWithTypes(this.backend, command) : await this.backend.execute(command);
	}

	state() {
		return this.shown(this.backend.summarizeNow?.() ?? this.lastKeys);
	}

	async currentState() {
		this.lastKeys = await this.backend.summarize();
		return this.shown(this.lastKeys);
	}

	async reset(): Promise<void> {
		this.limits.reset();
		await this.backend.clear();
		this.lastKeys = [];
	}

	async close(): Promise<void> {
		await this.backend.close();
	}

	private shown(keys: readonly KeySummary[]) {
		return { backend: this.backend.description, limits: this.limits.settings, keys };
	}
}
