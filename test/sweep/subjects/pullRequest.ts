import { type Opened, PREVIEW_TRIGGER, previewWorldOn } from '../../workflows/previewWorld';
import { MONOREPO, releaseWorldOn } from '../../workflows/releaseWorld';
import { jobPages } from '../invariants/pages';
import { leftovers } from '../invariants/leftovers';
import { shownSecrets } from '../invariants/secrets';
import type { Scene, Stage, Subject } from '../subject';
import { FILES, isPreviewBroken, orphans, SERVICES } from './previews';

const MINUTES = 12;
/** What failed is tried again when a person asks, and what nobody heard of when GitHub Watch looks. */
const LATER_MINUTES = 60;

/** 43: GitHub delivers a pull request, and its preview is made. How it is made is 06's. */
export const pullRequests: readonly Subject[] = [
	{
		name: '43-preview-from-github',
		isOwn: ({ platform, occurrence }) => ['github', 'upstash'].includes(platform) && occurrence <= 2,
		steps: [{ workflowId: PREVIEW_TRIGGER, step: 'Ask for its preview' }],
		most: 5,
		prepare: heardScene,
	},
];

async function heardScene(stage: Stage): Promise<Scene> {
	const { engine } = stage;
	await stage.reset(SERVICES);
	const release = releaseWorldOn(engine);
	await release.arrange();
	await release.calm();
	await engine.hear(MONOREPO, PREVIEW_TRIGGER);
	const world = previewWorldOn(engine);
	let opened: Opened | undefined;
	const isDone = (): boolean => opened !== undefined && world.states(opened).every((state) => state === 'ready');
	const minutes = async (most: number, isEnough: () => boolean): Promise<void> => {
		for (let minute = 0; minute < most && !isEnough(); minute++) await release.minute();
		await engine.runner.settled();
	};
	let isDoneAtOnce = false;
	let isBroken = false;
	return {
		async play() {
			opened = await world.open(FILES, { deliver: true });
			await minutes(MINUTES, isDone);
			isDoneAtOnce = isDone();
			isBroken = await isPreviewBroken(engine, world, opened);
		},
		async mend() {
			await minutes(LATER_MINUTES, isDone);
			if (opened && !isDone()) await world.look(opened, { wish: true });
		},
		isDone: async () => isDone(),
		async judge() {
			if (opened === undefined) return ['no pull request was opened'];
			return [
				...(isDone() ? [] : [`database, app and site are ${world.states(opened).join(', ')}, and not ready`]),
				...(await orphans(world, opened, 'made')),
				...(await leftovers(engine)).map((left) => `left behind: ${left}`),
				...jobPages(engine.incidents(), { isDoneAtOnce, isBroken }),
				...shownSecrets(engine),
			];
		},
	};
}
