import { createHash } from 'node:crypto';

import { forServer } from '../commands/scriptHeader';
import type { RedisReply, ScriptRules } from '../model';

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** Scripts as the server accepts them: with Upstash's own rules and flags written into them. */
export class ServerScripts {
	/** Scripts with Upstash's own flag, by the digest that a client knows them by. */
	private readonly own = new Map<string, string>();

	constructor(private readonly rules: ScriptRules) {}

	/** A command whose script the server accepts; its own digest is the client's. */
	translate(command: readonly string[]): readonly string[] {
		const [name = '', first = '', ...rest] = command;
		const isFull = this.rules.settings.full;
		if (/^eval(_ro)?$/i.test(name)) {
			const source = forServer(first, { isFull });
			if (source !== first) this.own.set(sha1(first), first);
			return [name, source, ...rest];
		}
		if (/^evalsha(_ro)?$/i.test(name)) {
			const own = this.own.get(first.toLowerCase());
			return own === undefined ? command : [name.replace(/sha/i, ''), forServer(own, { isFull }), ...rest];
		}
		// The server's other databases are none of the sandbox's.
		return /^flushall$/i.test(name) ? ['FLUSHDB'] : command;
	}

	/** SCRIPT LOAD and EXISTS, for scripts that the server itself does not know as the client does. */
	async manage(
		command: readonly string[],
		send: (command: readonly string[]) => Promise<RedisReply>,
	): Promise<RedisReply> {
		const [, subcommand = '', source = '', ...rest] = command;
		const translated = forServer(source, { isFull: false });
		if (/^load$/i.test(subcommand) && rest.length === 0 && translated !== source) {
			await send(['SCRIPT', 'LOAD', translated]);
			this.own.set(sha1(source), source);
			return sha1(source);
		}
		const reply = await send(command);
		if (!/^exists$/i.test(subcommand) || !Array.isArray(reply)) return reply;
		return reply.map((known: RedisReply, index) =>
			this.own.has((command[index + 2] ?? '').toLowerCase()) ? 1 : known,
		);
	}
}
