import { join } from 'node:path';

import type { RemoteCredential } from '../../nodes/SlipwayBundle/api/types';
import { terminalAdvice } from '../../tools/workflows/advice';
import { type Bundle, readBundle } from '../../tools/workflows/bundle';
import { instanceIds } from '../../nodes/SlipwayBundle/state/instanceIds';
import { emptyData, unusedName } from '../../nodes/SlipwayBundle/state/standIn';

const TYPE = 'slipwayFlyApi';
const ROLE = `${TYPE}/previews`;
const fly = (id: string, name: string): RemoteCredential => ({ id, name, type: TYPE }) as RemoteCredential;

let bundle: Bundle;
beforeAll(async () => {
	bundle = await readBundle(join(__dirname, '..', '..', 'workflows'));
});

/** The credential that a slot of that role gets; undefined for none. */
function given(role: string, credentials: readonly RemoteCredential[], currentId?: string): string | undefined {
	const node = { id: 'n1', credentials: { [TYPE]: { id: currentId } } };
	const current = currentId === undefined ? undefined : ({ nodes: [node] } as never);
	const ids = instanceIds({
		advice: terminalAdvice,
		bundle,
		remotes: new Map(),
		dataTables: [],
		credentials,
		chosen: new Map(),
		current,
	});
	const slot = { type: TYPE, role, name: bundle.credentialNames.get(role) ?? '', nodeId: 'n1', nodeName: '' };
	const found = ids.credentialFor(slot);
	return 'credential' in found ? found.credential.id : undefined;
}

describe('a credential that stands in for what is not used', () => {
	const standIn = fly('s1', unusedName('Fly.io'));
	const previewStandIn = fly('s2', unusedName('Fly.io previews'));

	it('is taken in its own role, and in no other', () => {
		expect(given(TYPE, [standIn])).toBe('s1');
		expect(given(ROLE, [standIn])).toBeUndefined();
		expect(given(ROLE, [standIn, previewStandIn])).toBe('s2');
		expect(given(TYPE, [previewStandIn])).toBeUndefined();
	});

	it('goes as soon as a real one is there, also where it was taken before, and whatever that is called', () => {
		expect(given(TYPE, [standIn, fly('p1', 'Fly.io')], 's1')).toBe('p1');
		expect(given(TYPE, [standIn, previewStandIn, fly('p1', 'Ours')], 's1')).toBe('p1');
		expect(given(ROLE, [previewStandIn, fly('p2', 'Fly.io previews')], 's2')).toBe('p2');
	});

	it("never takes production's place in previews", () => {
		expect(given(ROLE, [fly('p1', 'Fly.io'), previewStandIn])).toBe('s2');
	});
});

describe('what it holds', () => {
	it('is the least that the type asks for, and means nothing', () => {
		const schema = {
			type: 'object',
			properties: {
				token: { type: 'string' },
				region: { type: 'string', enum: ['us', 'eu'] },
				port: { type: 'number' },
				isOld: { type: 'boolean' },
				baseUrl: { type: 'string' },
			},
			required: ['token', 'region', 'port', 'isOld'],
		};
		expect(emptyData(schema)).toEqual({ token: 'not-used', region: 'us', port: 0, isOld: false });
		expect(emptyData({})).toEqual({});
	});

	it('has what a choice asks for that it makes, and nothing of another', () => {
		const schema = (way: readonly string[]) => ({
			properties: { way: { type: 'string', enum: way }, key: { type: 'string' }, role: { type: 'string' } },
			required: ['way'],
			allOf: [
				{ if: { properties: { way: { enum: ['key'] } }, required: ['way'] }, then: { allOf: [{ required: ['key'] }] } },
				{
					if: { properties: { way: { enum: ['role'] } }, required: ['way'] },
					then: { allOf: [{ required: ['role'] }] },
				},
			],
		});
		expect(emptyData(schema(['key', 'role']))).toEqual({ way: 'key', key: 'not-used' });
		expect(emptyData(schema(['role', 'key']))).toEqual({ way: 'role', role: 'not-used' });
	});
});
