import { join } from 'node:path';

import { readPath, readRecords } from '../../tools/json';
import type { RemoteCredential, RemoteWorkflow } from '../../nodes/SlipwayBundle/api/types';
import { terminalAdvice } from '../../tools/workflows/advice';
import { type Bundle, type BundledWorkflow, readBundle } from '../../tools/workflows/bundle';
import { instanceIds } from '../../nodes/SlipwayBundle/state/instanceIds';
import { credentialSlots, toInstance, toPortable } from '../../nodes/SlipwayBundle/state/rewire';

const TYPE = 'slipwayFlyApi';
const ROLE = `${TYPE}/previews`;
const fly = (id: string, name: string): RemoteCredential => ({ id, name, type: TYPE }) as RemoteCredential;
const production = fly('p1', 'Fly.io');
const previews = fly('p2', 'Fly.io previews');
let bundle: Bundle;
let app: BundledWorkflow;

beforeAll(async () => {
	bundle = await readBundle(join(__dirname, '..', '..', 'workflows'));
	const found = bundle.workflows.find(({ id }) => id === 'slipway27app');
	if (!found) throw new Error('The bundle makes no app of a preview');
	app = found;
});

interface There {
	readonly credentials: readonly RemoteCredential[];
	readonly chosen?: ReadonlyMap<string, string>;
	readonly current?: RemoteWorkflow;
}

/** What each slot of that role gets in an n8n. */
function given(role: string, { credentials, chosen = new Map(), current }: There) {
	const ids = instanceIds({
		advice: terminalAdvice,
		bundle,
		remotes: new Map(),
		dataTables: [],
		credentials,
		chosen,
		current,
	});
	return ids.credentialFor({
		type: TYPE,
		role,
		name: bundle.credentialNames.get(role) ?? '',
		nodeId: '',
		nodeName: '',
	});
}

describe('a second credential of one type', () => {
	it("is what all of the preview's steps at Fly.io take, and none of production's", () => {
		const roles = new Map(
			bundle.workflows.map(({ id, content }) => [
				id,
				[...new Set(readRecords(content, 'nodes').flatMap((node) => credentialSlots(node).map(({ role }) => role)))],
			]),
		);
		const users = (role: string) => [...roles].filter(([, used]) => used.includes(role)).map(([id]) => id);
		expect(users(ROLE)).toEqual(['slipway19try', 'slipway27app', 'slipway42sweep']);
		expect(users(TYPE).filter((id) => users(ROLE).includes(id))).toEqual(['slipway19try']);
	});

	it('is found by its name, as the first is beside it', () => {
		expect(given(ROLE, { credentials: [production, previews] })).toEqual({ credential: previews });
		expect(given(TYPE, { credentials: [production, previews] })).toEqual({ credential: production });
	});

	it("is never the only one there is, which is production's", () => {
		expect(given(ROLE, { credentials: [production] })).toEqual({
			missing: expect.stringMatching(
				/^no credential of type slipwayFlyApi with the name "Fly\.io previews": make one .* --credential slipwayFlyApi\/previews=<id> \(Fly\.io = p1\), or push with --unused slipwayFlyApi\/previews if you do not use it$/,
			) as string,
		});
		// Nor do production's steps take that of previews.
		expect(given(TYPE, { credentials: [previews] })).toEqual({
			missing:
				'no credential of type slipwayFlyApi: make one in n8n under Credentials, or push with --unused slipwayFlyApi if you do not use it',
		});
	});

	it('is the one that a person names, for its role alone', () => {
		const mine = fly('p3', 'Mine');
		const credentials = [production, mine];
		const chosen = new Map([[ROLE, 'p3']]);
		expect(given(ROLE, { credentials, chosen })).toEqual({ credential: mine });
		expect(given(TYPE, { credentials, chosen })).toEqual({ credential: production });
		expect(given(ROLE, { credentials, chosen: new Map([[TYPE, 'p1']]) })).toHaveProperty('missing');
	});

	it("lets production's be called otherwise, when there are two", () => {
		const renamed = fly('p1', 'Our Fly');
		expect(given(TYPE, { credentials: [renamed, previews] })).toEqual({ credential: renamed });
	});

	it('comes back from the editor in its role', () => {
		const ids = instanceIds({
			advice: terminalAdvice,
			...{ bundle, remotes: new Map(), dataTables: [], chosen: new Map(), current: undefined },
			credentials: [production, previews],
		});
		const slots = (nodes: readonly object[]) => nodes.flatMap((node) => readPath(node, 'credentials', TYPE) ?? []);
		const there = toInstance(app.content, {}, ids);
		expect([...new Set(slots(there.nodes).map((slot) => readPath(slot, 'id')))]).toEqual(['p2']);
		const back = toPortable({ nodes: there.nodes }, {}, ids, (slot) => {
			const node = readRecords(app.content, 'nodes').find(({ id }) => id === slot.nodeId) ?? {};
			const { role, name } = credentialSlots(node).find(({ type }) => type === slot.type) ?? slot;
			return { id: role, name };
		});
		expect(slots(back.nodes)).toEqual(slots(readRecords(app.content, 'nodes')));
	});
});
