import { AwsRequestError } from '../../../nodes/shared/aws/awsRequestError';
import { PlatformRequestError } from '../../../nodes/shared/operation/errors';
import { type OnceOptions, type UnclearEnd, writeOnce } from '../../../nodes/shared/waiting/writeOnce';
import { useManualClock } from '../../n8n/sandboxClock';

const clock = useManualClock();

const answered = (status: number | null, code: string | null = null) =>
	new PlatformRequestError('Acme', 'POST /things', status, 'no good answer', code);

/** A platform that gives these answers in turn, the last one for ever: what it makes is to be seen after `visibleAfterMs`. */
function platform(
	answers: ReadonlyArray<PlatformRequestError | string | undefined>,
	more: { visibleAfterMs?: number; failedLooks?: number } = {},
) {
	const seen = { sends: 0, looks: 0 };
	let visibleAtMs = Infinity;
	const options: OnceOptions<string> = {
		what: 'a thing',
		send: async () => {
			const answer = answers[Math.min(seen.sends++, answers.length - 1)];
			visibleAtMs = Math.min(visibleAtMs, clock.now() + (more.visibleAfterMs ?? Infinity));
			if (answer instanceof Error) throw answer;
			return answer;
		},
		find: async () => {
			if (++seen.looks <= (more.failedLooks ?? 0)) throw answered(503);
			return clock.now() >= visibleAtMs ? 'found' : undefined;
		},
	};
	return { seen, options };
}

it('sends once where the answer came, and looks for nothing', async () => {
	const { seen, options } = platform(['made']);
	expect(await writeOnce(options)).toBe('made');
	expect(seen).toEqual({ sends: 1, looks: 0 });
});

it('finds what was made although the answer was lost, also when a first look fails', async () => {
	const { seen, options } = platform([answered(502)], { visibleAfterMs: 2_000, failedLooks: 1 });
	expect(await writeOnce(options)).toBe('found');
	expect(seen).toEqual({ sends: 1, looks: 2 });
});

it('sends again what is not there', async () => {
	const { seen, options } = platform([answered(502), 'made']);
	expect(await writeOnce(options)).toBe('made');
	expect(seen.sends).toBe(2);
});

it('throws a refusal at once', async () => {
	const refusal = answered(422);
	const { seen, options } = platform([refusal]);
	await expect(writeOnce(options)).rejects.toBe(refusal);
	expect(seen).toEqual({ sends: 1, looks: 0 });
});

it('never sends again what was accepted without a name', async () => {
	const { seen, options } = platform([undefined, 'second']);
	await expect(writeOnce(options)).rejects.toThrow(
		'It is not known whether the platform made a thing: the answer does not name it',
	);
	expect(seen.sends).toBe(1);
	expect(await writeOnce(platform([undefined], { visibleAfterMs: 0 }).options)).toBe('found');
});

it('looks for nothing where the connection was never there, and ends with that error', async () => {
	const gone = answered(null, 'ECONNREFUSED');
	const { seen, options } = platform([gone]);
	await expect(writeOnce(options)).rejects.toBe(gone);
	expect(seen).toEqual({ sends: 3, looks: 0 });
});

it('says that it does not know, in the words of whoever has more to say', async () => {
	await expect(writeOnce(platform([answered(502)]).options)).rejects.toThrow(
		/not known whether Acme made a thing: .*502.*, 3 times, and it is not to be seen$/,
	);
	const blind = platform([answered(502)], { failedLooks: 9 });
	await expect(writeOnce(blind.options)).rejects.toThrow(/could not be looked for: .*503/);
	expect(blind.seen.sends).toBe(1);
	const unclear = jest.fn(() => new Error('own words'));
	await expect(writeOnce({ ...platform([answered(502)]).options, maxSends: 2, unclear })).rejects.toThrow('own words');
	expect(unclear).toHaveBeenCalledWith(expect.objectContaining({ what: 'a thing', sends: 2, lookError: undefined }));
});

it('does not know after a lost answer, though the last try never left', async () => {
	const { seen, options } = platform([answered(502), answered(null, 'ECONNREFUSED')]);
	await expect(writeOnce(options)).rejects.toThrow(/^It is not known whether Acme made a thing: .*3 times/);
	expect(seen.looks).toBe(6);
});

it('takes an error of AWS at its word, and lets the unclear end take a look of its own', async () => {
	const lost = new AwsRequestError('AWS ECS', 'RunTask', 500, 'ServerException', 'Server fault', '');
	const { options } = platform([]);
	const write = { ...options, send: () => Promise.reject(lost), maxSends: 1 };
	const unclear = ({ error }: UnclearEnd) => Promise.resolve(new Error(`unclear: ${String(error === lost)}`));
	await expect(writeOnce({ ...write, unclear })).rejects.toThrow('unclear: true');
});

it('does not know after a lost answer, though the next try was refused and nobody can look any more', async () => {
	let sends = 0;
	let looks = 0;
	const revoked = answered(401);
	const written = writeOnce<string>({
		what: 'a thing',
		send: async () => await Promise.reject(++sends === 1 ? answered(502) : revoked),
		find: async () => await (++looks <= 2 ? Promise.resolve(undefined) : Promise.reject(revoked)),
	});
	await expect(written).rejects.toThrow('It is not known whether Acme made a thing');
	expect({ sends, looks }).toEqual({ sends: 2, looks: 3 });
});

it('takes a refusal at its word after a lost answer, where a look shows that nothing was made', async () => {
	const refusal = answered(422);
	const { options } = platform([answered(502), refusal]);
	await expect(writeOnce(options)).rejects.toBe(refusal);
});
