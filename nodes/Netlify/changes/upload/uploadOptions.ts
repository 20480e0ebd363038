import type { FunctionBundle } from '../../api/files/functionBundle';

export interface UploadOptions {
	readonly concurrency: number;
	readonly timeoutMs: number;
	readonly functions: readonly FunctionBundle[];
	/** What all functions run on: `js`, `go` or `rs`. */
	readonly functionsRuntime: string;
	/** Ends the upload when a person stops the execution. */
	readonly cancelSignal?: AbortSignal | undefined;
}
