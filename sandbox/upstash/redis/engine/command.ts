import type { Keyspace } from './keyspace';
import type { Reply } from './reply';

export interface CommandContext {
	readonly keys: Keyspace;
	/** The command's arguments, without its name. */
	readonly args: readonly string[];
	/** The argument at `index`; commands are only run with as many as their arity asks for. */
	arg(index: number): string;
}

/** One command. `../commands/commandTable.ts` says how many words it has. */
export type Command = (context: CommandContext) => Reply;

export type CommandTable = Readonly<Record<string, Command>>;
