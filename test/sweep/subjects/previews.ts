import { API, type Opened, type PreviewPlay, previewPlayOn } from '../../workflows/previewWorld';
import { jobPages } from '../invariants/pages';
import { leftovers } from '../invariants/leftovers';
import { shownSecrets } from '../invariants/secrets';
import type { Scene, Subject, SweptStage } from '../subject';

export const FILES = {
	[`${API}/server.js`]: '// palettes\n',
	'.sandbox/migrations/001_palettes.sql': 'CREATE TABLE palettes (id serial PRIMARY KEY);',
};
export const SERVICES = ['paintbox-frontend', 'paintbox-api'];
/** What failed is tried again after a while, as often as 08 and 42 ask for it. */
const LATER_LOOKS = 6;
const BETWEEN_LOOKS_MS = 1_200_000;

/** 06, with 25 to 28: a pull request is opened, or closed, and looked at. */
export const previews: readonly Subject[] = (['made', 'removed'] as const).map((what) => {
	const prepare = async (stage: SweptStage): Promise<Scene> => await previewScene(stage, what);
	return {
		name: `06-preview ${what}`,
		isOwn: ({ platform }) => platform !== 'public',
		most: 20,
		prepare,
		prepareInN8n: prepare,
	};
});

async function previewScene(stage: SweptStage, what: 'made' | 'removed'): Promise<Scene> {
	const { engine } = stage;
	await stage.reset(SERVICES);
	const world = previewPlayOn(engine);
	const opened = await world.open(FILES);
	if (what === 'removed') {
		await world.look(opened);
		await world.act(opened, 'closed');
	}
	const wanted = what === 'made' ? 'ready' : 'removed';
	const isDone = (): boolean => world.states(opened).every((state) => state === wanted);
	let isDoneAtOnce = false;
	let isBroken = false;
	return {
		async play() {
			await world.look(opened);
			isDoneAtOnce = isDone();
			isBroken = await isPreviewBroken(engine, world, opened);
		},
		async mend() {
			for (let look = 0; look < LATER_LOOKS && !isDone(); look++) {
				await engine.clock.pass(BETWEEN_LOOKS_MS);
				await world.look(opened, { wish: true });
			}
		},
		isDone: async () => isDone(),
		async judge() {
			const states = world.states(opened).join(', ');
			return [
				...(isDone() ? [] : [`database, app and site are ${states} in the end, and not ${wanted}`]),
				...(await orphans(world, opened, what)),
				...(await leftovers(engine)).map((left) => `left behind: ${left}`),
				...jobPages(engine.incidents(), { isDoneAtOnce, isBroken }),
				...shownSecrets(engine),
			];
		},
	};
}

/** Branches, apps, contexts, comments and deployments that there are too many or too few of. */
export async function orphans(world: PreviewPlay, opened: Opened, what: 'made' | 'removed'): Promise<string[]> {
	const count = what === 'made' ? 1 : 0;
	const branches = world.branches().filter((name) => name.includes(`pr-${opened.number}`));
	const apps = world.apps().filter((name) => name.includes(`pr-${opened.number}`));
	const comments = await world.comments(opened);
	return [
		...(branches.length === count ? [] : [`branches at Neon: ${branches.join(', ') || 'none'}`]),
		...(apps.length === count ? [] : [`apps at Fly.io: ${apps.join(', ') || 'none'}`]),
		...(comments.length === 1 ? [] : [`${comments.length} comments`]),
		...(what === 'removed' && world.contexts().length > 0
			? [`contexts at Netlify: ${world.contexts().join(', ')}`]
			: []),
	];
}

/** A preview that failed is told at its pull request, to those who opened it, and its run is red: nobody is paged. */
export async function isPreviewBroken(
	{ runner }: SweptStage['engine'],
	world: Pick<PreviewPlay, 'comments'>,
	opened: Opened,
): Promise<boolean> {
	const isToldThere = (await world.comments(opened)).some((comment) => comment.includes('failed'));
	return runner.runs.some(
		({ status, mode, error }) =>
			status !== 'success' && mode !== 'error' && !(isToldThere && error?.message.startsWith('Told: ')),
	);
}
