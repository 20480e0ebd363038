import { sleep } from 'n8n-workflow';

/** What the AWS SDK takes for a timer's handle. */
export interface Timer {
	isCancelled: boolean;
	unref(): Timer;
	ref(): Timer;
}

/**
 * Timers for the AWS SDK, which n8n Cloud does not let a node have: made of n8n's own `sleep`. The
 * build puts them in the place of `setTimeout` and `clearTimeout` (gulpfile.js).
 */
export function awsSetTimeout<Arguments extends unknown[]>(
	callback: (...values: Arguments) => void,
	delayMs = 0,
	...values: Arguments
): Timer {
	const timer: Timer = { isCancelled: false, unref: () => timer, ref: () => timer };
	void sleep(delayMs).then(() => {
		if (!timer.isCancelled) callback(...values);
	});
	return timer;
}

export function awsClearTimeout(timer: Timer | null | undefined): void {
	if (timer) timer.isCancelled = true;
}
