import { secretsOfWords } from '../../../nodes/Upstash/api/redis/commandSecrets';
import { sandboxUpstashToken as sandboxToken } from '../../../sandbox/upstash';
import { describeOnEachBackend } from './upstashDriver';

const planted = 'planted-SECRET/value+1 ü';

/** A proxy that quotes what it was sent, in whatever form. */
const echoes = (secret: string): string[] => [
	secret,
	encodeURIComponent(secret),
	Buffer.from(secret).toString('base64'),
	Buffer.from(`user:${secret}`).toString('base64'),
	JSON.stringify({ authorization: `Bearer ${secret}` }),
];

test('of a very long word only so many pieces are looked for', () => {
	const pieces = secretsOfWords(['v'.repeat(5_000_000)]);
	expect(pieces.length).toBeLessThan(100);
	expect(pieces.join('').length).toBeGreaterThan(10_000);
});

describeOnEachBackend('Upstash: what no error repeats', (upstash) => {
	const isFree = (shown: string, secret: string) => {
		for (const form of echoes(secret)) expect(shown).not.toContain(form);
	};

	test.each([400, 401, 403, 404, 413, 422, 429, 500, 503])(
		'status %i: neither the token nor a value',
		async (status) => {
			const error = `ERR refused ${echoes(sandboxToken).join(' ')} ["SET","k","${planted}"] ${echoes(planted).join(' ')}`;
			for (const body of [{ error }, { message: error }, `<html>${error}</html>`, [{ error }]]) {
				await upstash.sandbox.reset();
				upstash.sandbox.addFault({ platform: 'upstash', kind: 'status', status, times: 9, body });
				const { message, advice } = await upstash.failure('key', 'set', { key: 'k', value: planted });
				isFree(message + advice, planted);
				isFree(message + advice, sandboxToken);
				expect(message).not.toContain('"k"');
			}
		},
	);

	test.each([200, 400])('of several commands, status %i', async (status) => {
		const error = `ERR refused ${echoes(sandboxToken).join(' ')} ${echoes(planted).join(' ')}`;
		const bodies = [{ error }, [{ result: 'OK' }, { error }]];
		for (const operation of ['pipeline', 'transaction']) {
			for (const body of bodies) {
				upstash.sandbox.addFault({ platform: 'upstash', kind: 'status', status, body });
				const commands = JSON.stringify([
					['SET', 'k', planted],
					['LPUSH', 'k', planted],
				]);
				const { message, advice } = await upstash.failure('command', operation, { commands });
				isFree(message + advice, planted);
				isFree(message + advice, sandboxToken);
			}
		}
	});

	test('an answer of 200 that is an error', async () => {
		upstash.sandbox.addFault({
			platform: 'upstash',
			kind: 'status',
			status: 200,
			body: { error: `ERR ${planted} ${sandboxToken}` },
		});
		const { message } = await upstash.failure('key', 'set', { key: 'k', value: planted });
		expect(message).toContain('Redis refused SET: ERR ***');
		isFree(message, planted);
		isFree(message, sandboxToken);
	});

	test('a long value, also cut off', async () => {
		const long = Array.from({ length: 500 }, (_, index) => `secret-${index}`).join(' ');
		upstash.sandbox.addFault({
			platform: 'upstash',
			kind: 'status',
			status: 400,
			body: { error: `ERR ${long.slice(0, 3_000)}` },
		});
		const { message } = await upstash.failure('key', 'set', { key: 'k', value: long });
		expect(message).not.toMatch(/secret-\d/);
	});

	test('a value that is a word of the error does not change the advice', async () => {
		upstash.sandbox.addFault({
			platform: 'upstash',
			kind: 'status',
			status: 400,
			body: { error: 'ERR max single record size exceeded' },
		});
		const { advice } = await upstash.failure('key', 'set', { key: 'record', value: 'exceeded' });
		expect(advice).toContain('entry under this key');
	});
});
