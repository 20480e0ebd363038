import { createHash } from 'node:crypto';

import { openSealed, seal } from '../../../nodes/SecretSync/actions/secret/sealedRecord';

const key = (text: string): Buffer => createHash('sha256').update(text).digest();
const record = { SESSION_KEY: { digest: 'd1', mark: 'm1', isOwn: true, keyId: 'k' } };

it('opens for the same credential, source and target', () => {
	expect(openSealed(seal(record, key('a'), 'one > two'), key('a'), 'one > two')).toEqual(record);
});

it('shows nothing of what it holds, and another text each time', () => {
	const sealed = seal(record, key('a'), 'one > two');
	expect(sealed).not.toContain('SESSION_KEY');
	expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('SESSION');
	expect(seal(record, key('a'), 'one > two')).not.toBe(sealed);
});

it.each([
	['another credential', seal(record, key('b'), 'one > two')],
	['another target', seal(record, key('a'), 'one > three')],
	['a damaged one', seal(record, key('a'), 'one > two').slice(0, -4)],
	['one that somebody changed', `${seal(record, key('a'), 'one > two').slice(0, -2)}AA`],
	['too little', 'r1.AAAA'],
	['no text at all', ''],
	['one of another version', `r0.${seal(record, key('a'), 'one > two').slice(3)}`],
	['something else', '{"SESSION_KEY":{}}'],
])('is none: %s', (_, sealed) => {
	expect(openSealed(sealed, key('a'), 'one > two')).toBeNull();
});
