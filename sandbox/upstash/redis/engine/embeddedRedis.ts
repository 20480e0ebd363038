import { commandInfo, keysOf } from '../commands/commandTable';
import {
	dynamicKeyError,
	keyLockingFlag,
	parseScriptHeader,
	ScriptHeaderError,
	wholeDatabaseError,
} from '../commands/scriptHeader';
import type { Command, CommandTable } from './command';
import { hashCommands } from './hashCommands';
import { keyCommands } from './keyCommands';
import { Keyspace } from './keyspace';
import { listCommands } from './listCommands';
import { parseInteger } from './numbers';
import type { Reply } from './reply';
import { notSimulated, RedisError, ok, syntaxError, wrongArguments } from './reply';
import { ScriptLibrary } from './scripts';
import { setCommands } from './setCommands';
import { sortedSetCommands } from './sortedSetCommands';
import { stringCommands } from './stringCommands';

const dataCommands: CommandTable = {
	...stringCommands,
	...keyCommands,
	...hashCommands,
	...listCommands,
	...setCommands,
	...sortedSetCommands,
};

const scripting = new Set(['EVAL', 'EVAL_RO', 'EVALSHA', 'EVALSHA_RO', 'SCRIPT']);

function unknownCommand(name: string, args: readonly string[]): RedisError {
	let shown = '';
	for (const arg of args) {
		if (shown.length >= 128) break;
		shown += `'${arg.slice(0, 128 - shown.length)}' `;
	}
	const words = `ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`;
	return new RedisError(words.replace(/[\r\n]/g, ' '));
}

const fits = (arity: number, count: number): boolean => (arity < 0 ? count >= -arity : count === arity);

/** Says why a command of a script is refused, beyond Redis' own reasons. */
export type ScriptRefusal = (command: readonly string[]) => string | undefined;

/**
 * A small Redis of the sandbox's own, for machines without one: strings, hashes, lists, sets, sorted sets, expiry,
 * transactions and Lua, answering as Redis 7.0 does. What it leaves out (streams, bitmaps, geography ...) it refuses
 * in the sandbox's own name. Every command runs to its end before the next, so that scripts and transactions are atomic.
 */
export class EmbeddedRedis {
	readonly keys: Keyspace;

	private readonly scripts = new ScriptLibrary();

	constructor(
		nowMs?: () => number,
		private readonly scriptRefusal: ScriptRefusal = () => undefined,
	) {
		this.keys = new Keyspace(nowMs);
	}

	/** Throws `RedisError` for a failed command. */
	execute(command: readonly string[]): Reply {
		const args = command.slice(1);
		const upper = this.check(command);
		if (scripting.has(upper)) return this.executeScripting(upper, args);
		return this.executeData(upper, args);
	}

	/** Runs all of them, a failed one as its error. Throws, having run none, when one is unknown or malformed. */
	transaction(commands: ReadonlyArray<readonly string[]>): Reply[] {
		for (const command of commands) {
			try {
				this.check(command);
			} catch (error) {
				const message = error instanceof Error ? error.message : String(error);
				throw new RedisError(`EXECABORT Transaction discarded because of previous errors: ${message}`);
			}
		}
		return commands.map((command) => {
			try {
				return this.execute(command);
			} catch (error) {
				if (error instanceof RedisError) return error;
				throw error;
			}
		});
	}

	clear(): void {
		this.keys.clear();
		this.scripts.clear();
	}

	/** Returns the name in capitals. Throws when the command is unknown or has the wrong number of arguments. */
	private check(command: readonly string[]): string {
		const [name = '', ...args] = command;
		const upper = name.toUpperCase();
		const info = commandInfo(name);
		if (info && !fits(info.arity, command.length)) throw wrongArguments(name);
		if (scripting.has(upper) || this.dataCommand(upper)) return upper;
		// Upstash has the commands of RedisJSON, which Redis itself does not.
		if (info || upper.startsWith('JSON.')) throw notSimulated(upper);
		throw unknownCommand(name, args);
	}

	private dataCommand(upperName: string): Command | undefined {
		return Object.hasOwn(dataCommands, upperName) ? dataCommands[upperName] : undefined;
	}

	private executeData(upperName: string, args: readonly string[]): Reply {
		const command = this.dataCommand(upperName);
		if (!command) throw notSimulated(upperName);
		return command({
			keys: this.keys,
			args,
			arg(index) {
				const value = args[index];
				if (value === undefined) throw syntaxError();
				return value;
			},
		});
	}

	private executeScripting(name: string, args: readonly string[]): Reply {
		const [first = '', ...rest] = args;
		if (name === 'SCRIPT') return this.manageScripts(first, rest);
		const isReadOnly = name.endsWith('_RO');
		const source = name.startsWith('EVALSHA') ? this.scripts.source(first) : first;
		const noScript = new RedisError('NOSCRIPT No matching script. Please use EVAL.');
		if (name.startsWith('EVALSHA') && first.length !== 40) throw noScript;
		const words = scriptWords(rest);
		if (source === undefined) throw noScript;
		const { flags, body } = header(source);
		const digest = this.scripts.load(source, body);
		return this.scripts.run(digest, words, (command) =>
			this.executeInScript(command, {
				isReadOnly: isReadOnly || flags.has('no-writes'),
				keys: flags.has(keyLockingFlag) ? new Set(words.keys) : undefined,
			}),
		);
	}

	private executeInScript(
		command: readonly string[],
		script: { readonly isReadOnly: boolean; readonly keys: ReadonlySet<string> | undefined },
	): Reply {
		const [name = ''] = command;
		const info = commandInfo(name);
		if (!info && !name.toUpperCase().startsWith('JSON.')) {
			throw new RedisError('ERR Unknown Redis command called from script');
		}
		if (info && !fits(info.arity, command.length)) {
			throw new RedisError('ERR Wrong number of args calling Redis command from script');
		}
		if (info && (!info.allowedInScripts || scripting.has(name.toUpperCase()))) {
			throw new RedisError('ERR This Redis command is not allowed from script');
		}
		if (script.isReadOnly && info?.writes === true) {
			throw new RedisError('ERR Write commands are not allowed from read-only scripts.');
		}
		const refused = this.scriptRefusal(command) ?? (script.keys && keyLockingRefusal(command, script.keys));
		if (refused !== undefined) throw new RedisError(refused);
		return this.execute(command);
	}

	private manageScripts(subcommand: string, rest: readonly string[]): Reply {
		const name = subcommand.toLowerCase();
		const wrong = (): RedisError => wrongArguments(`script|${name}`);
		switch (name) {
			case 'load': {
				const [source, ...others] = rest;
				if (source === undefined || others.length > 0) throw wrong();
				return this.scripts.load(source, header(source).body);
			}
			case 'exists':
				if (rest.length === 0) throw wrong();
				return rest.map((digest) => (this.scripts.source(digest) === undefined ? 0 : 1));
			case 'flush':
				this.scripts.clear();
				return ok;
			case 'kill':
			case 'debug':
			case 'help':
				throw notSimulated(`SCRIPT ${name.toUpperCase()}`);
			default:
				throw new RedisError(`ERR unknown subcommand '${subcommand}'. Try SCRIPT HELP.`);
		}
	}
}

function header(source: string): ReturnType<typeof parseScriptHeader> {
	try {
		return parseScriptHeader(source);
	} catch (error) {
		throw error instanceof ScriptHeaderError ? new RedisError(error.message) : error;
	}
}

function keyLockingRefusal(command: readonly string[], declared: ReadonlySet<string>): string | undefined {
	const [name = ''] = command;
	if (/^flush(db|all)$/i.test(name)) return wholeDatabaseError(name.toLowerCase());
	const undeclared = keysOf(command).find((key) => !declared.has(key));
	return undeclared === undefined ? undefined : dynamicKeyError(undeclared);
}

function scriptWords(args: readonly string[]): {
	readonly keys: readonly string[];
	readonly values: readonly string[];
} {
	const count = parseInteger(args[0] ?? '');
	if (count > args.length - 1) {
		throw new RedisError("ERR Number of keys can't be greater than number of args");
	}
	if (count < 0) throw new RedisError("ERR Number of keys can't be negative");
	return { keys: args.slice(1, 1 + count), values: args.slice(1 + count) };
}
