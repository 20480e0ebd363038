import { errorCode, errorMessage } from './errorCode';
import { UsageError } from './arguments';

export interface Terminal {
	/** A line as it is. */
	line(text?: string): void;
	/** A line with the time since the terminal was made in front. */
	event(text: string): void;
	/** A line that the next one replaces (on a real terminal), or one every 15 s (elsewhere). */
	progress(text: string): void;
	elapsedMs(): number;
}

/** `4.2 s`, `3 min 05 s`. */
export function formatDuration(durationMs: number): string {
	if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
	const seconds = Math.round(durationMs / 1000);
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

export function createTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
	const startedAtMs = Date.now();
	let isProgressShown = false;
	let lastPrintedMs = 0;
	const clear = (): void => {
		if (isProgressShown) stream.write('\r\x1b[2K');
		isProgressShown = false;
	};
	const terminal: Terminal = {
		line(text = '') {
			clear();
			stream.write(`${text}\n`);
		},
		event(text) {
			terminal.line(`${formatDuration(terminal.elapsedMs()).padStart(9)}  ${text}`);
		},
		progress(text) {
			if (stream.isTTY) {
				clear();
				stream.write(text.slice(0, Math.max(20, (stream.columns || 80) - 1)));
				isProgressShown = true;
			} else if (Date.now() - lastPrintedMs >= 15_000) {
				lastPrintedMs = Date.now();
				stream.write(`${text}\n`);
			}
		},
		elapsedMs: () => Date.now() - startedAtMs,
	};
	return terminal;
}

/** Runs a command line tool: its errors become one readable message and exit code 1 (2 for wrong usage). */
export function runTool(main: () => Promise<number | void>): void {
	// `npm run deliver -- good | head` closes the pipe before we are done: nothing to complain about.
	process.stdout.on('error', (error) => {
		if (errorCode(error) !== 'EPIPE') throw error;
	});
	main().then(
		(code) => {
			process.exitCode = code ?? 0;
		},
		(error: unknown) => {
			const message = errorMessage(error);
			process.stderr.write(`\n${message}\n`);
			if (process.env.SLIPWAY_DEBUG && error instanceof Error) {
				process.stderr.write(`${error.stack ?? ''}\n`);
			}
			process.exitCode = error instanceof UsageError ? 2 : 1;
		},
	);
}
