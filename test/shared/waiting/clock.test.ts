import { getEventListeners } from 'node:events';

import { clock } from '../../../nodes/shared/waiting/clock';

describe('the clock of the system', () => {
	it('leaves no listener on the signal of an execution that it sleeps in many times', async () => {
		const { signal } = new AbortController();
		for (let count = 0; count < 20; count++) await clock.sleep(0, signal);
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});

	it('is woken at once, also by what was aborted before', async () => {
		const execution = new AbortController();
		const slept = clock.sleep(3_600_000, execution.signal);
		execution.abort();
		await slept;
		await clock.sleep(3_600_000, execution.signal);
		expect(getEventListeners(execution.signal, 'abort')).toEqual([]);
	});
});
