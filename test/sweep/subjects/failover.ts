import { FailoverWorld, NAME, PRIMARY, PRIMARY_PATH, STANDBY, STANDBY_PATH } from '../../workflows/failoverWorld';
import { releaseWorldOn } from '../../workflows/releaseWorld';
import { leftovers } from '../invariants/leftovers';
import { judgePages } from '../invariants/pages';
import { shownSecrets } from '../invariants/secrets';
import type { RequestPlace } from '../requestPlace';
import type { Scene, Stage, Subject } from '../subject';

const ALERT = 'slipway50alert';
const LEAD = 'slipway49lead';
/** What could not be done is looked after again after 2, 4, 8, 16 and then every 30 minutes. */
const MINUTES = 70;
const MINUTES_WHILE_AWAY = 8;

type What = 'down' | 'up again' | 'down after a deployment' | 'down by an alert';

/** What the failover asks for itself; whether the primary answers is what the scene says. */
const isOwn = ({ platform, path, occurrence }: RequestPlace): boolean =>
	platform === 'cloudflare' ||
	(['pagerduty', 'upstash'].includes(platform) && occurrence <= 2) ||
	(platform === 'public' && path.startsWith(STANDBY_PATH));

const stepsOf = (workflowId: string, ...steps: string[]) => steps.map((step) => ({ workflowId, step }));
const LEAD_STEPS = stepsOf(LEAD, 'Read the ledger', 'Read the catalog', 'What helps?', 'Tell the person on call');

/** 33, 49 and 50: a name whose primary is down, and is up again. */
export const failovers: readonly Subject[] = [
	failoverOf('33-dns-failover', 'down', {
		steps: stepsOf('slipway33failover', 'Lead it to where it answers'),
		most: 5,
	}),
	failoverOf('33-dns-failover back', 'up again', { most: 4 }),
	failoverOf('49-lead-a-name-away', 'down after a deployment', {
		steps: [...LEAD_STEPS, ...stepsOf(LEAD, 'Roll back its newest deployment')],
		most: 5,
	}),
	failoverOf('50-failover-on-grafana-alert', 'down by an alert', {
		steps: stepsOf(ALERT, 'If it is down', 'Lead it to where it answers'),
		most: 5,
	}),
];

function failoverOf(name: string, what: What, more: Pick<Subject, 'steps' | 'most'>): Subject {
	return { name, isOwn, ...more, prepare: async (stage) => await failoverScene(stage, what) };
}

async function failoverScene(stage: Stage, what: What): Promise<Scene> {
	const { engine } = stage;
	await stage.reset(['paintbox-api']);
	const world = releaseWorldOn(engine);
	const site = new FailoverWorld();
	site.use(world);
	await world.arrange();
	await world.calm();
	const earlier = (await world.state('paintbox-api')).commit;
	const isRolledBack = what === 'down after a deployment';
	if (isRolledBack) await world.push({ touches: ['paintbox-api'] });
	await site.minutes(4);
	if (what === 'up again') {
		site.takeDown(PRIMARY_PATH);
		await site.minutes(4);
	}
	const newest = (await world.state('paintbox-api')).commit;
	const where = what === 'up again' || isRolledBack ? PRIMARY : STANDBY;

	const live = async (): Promise<string> => (await world.state('paintbox-api')).commit;
	const isThere = async (): Promise<boolean> =>
		site.record().content === where && (!isRolledBack || (await live()) === earlier);
	const isTold = (): boolean => site.incident()?.status === (what === 'up again' ? 'resolved' : 'triggered');
	const minutes = async (most: number, isEnough: () => Promise<boolean>): Promise<void> => {
		for (let minute = 0; minute < most && !(await isEnough()); minute++) {
			// Grafana tells again while its alert holds.
			if (what === 'down by an alert') {
				if (minute % 5 === 0) site.notify();
				await world.minute();
			} else await site.minutes(1);
		}
		await engine.runner.settled();
	};
	/** Where the name pointed, each time that it was changed. */
	const moves: unknown[] = [];
	const noteMoves = (): (() => void) => {
		let content = site.record().content;
		return engine.sandbox.onExchange(({ platform }) => {
			const now = site.record().content;
			if (platform === 'cloudflare' && now !== content) moves.push((content = now));
		});
	};
	let ignore = (): void => undefined;
	return {
		async play() {
			const noted = noteMoves();
			let isBack = false;
			const helped = engine.sandbox.onExchange(({ platform, method, path }) => {
				if (!isRolledBack || isBack || platform !== 'fly' || method !== 'POST' || !/\/machines\/\w+$/.test(path))
					return;
				isBack = true;
				site.bringUp();
			});
			ignore = () => {
				noted();
				helped();
			};
			if (what === 'up again') site.bringUp();
			else site.takeDown(PRIMARY_PATH);
			await minutes(what === 'up again' ? 13 : 4, async () => what === 'down by an alert' && moves.length > 0);
		},
		async judgeWhileAway(place) {
			if (what === 'up again' || place?.platform === 'pagerduty') return [];
			const isSaid = async (): Promise<boolean> => engine.openIncidents().length > 0;
			await minutes(MINUTES_WHILE_AWAY, isSaid);
			return (await isSaid()) ? [] : ['the name is down, and nobody is told'];
		},
		async mend() {
			await minutes(
				MINUTES,
				async () => (await isThere()) && (isTold() || isRolledBack) && (await leftovers(engine)).length === 0,
			);
			ignore();
		},
		isDone: async () => (await isThere()) && (isTold() || isRolledBack),
		async judge() {
			site.bringUp();
			const now = await live();
			const { content } = site.record();
			const pages = engine.incidents();
			return [
				...(content === where || isLeft(site) ? [] : [`${NAME} points to ${String(content)}, and not to ${where}`]),
				...(moves.length > 1 ? [`${NAME} was pointed ${moves.join(', then ')}`] : []),
				...(now === earlier || now === newest ? [] : [`paintbox-api serves ${now}, neither the old nor the new`]),
				...(pages.length > 0 ? [] : ['the name was down, and nobody was told']),
				...(site.incidents().length > 1 ? [`${site.incidents().length} incidents of one outage`] : []),
				...(what.startsWith('down') && !isRolledBack && content === STANDBY && !isSaidOf(site)
					? [`nobody is told that ${NAME} points to ${STANDBY}`]
					: []),
				...judgePages(pages, what === 'up again' && content === PRIMARY, what === 'up again'),
				...(await leftovers(engine)).map((left) => `left behind: ${left}`),
				...shownSecrets(engine),
			];
		},
	};
}

const isSaidOf = (site: FailoverWorld): boolean =>
	new RegExp(`(points to ${STANDBY} now|may point to ${STANDBY} by now)`).test(JSON.stringify(site.incidents()));

/** Only a name that is down is looked after again: one that could not be led back is left to a person, who is told. */
const isLeft = (site: FailoverWorld): boolean =>
	site.incident()?.status === 'triggered' &&
	JSON.stringify(site.incident()).includes(`is up again, and could not be pointed to ${PRIMARY}`);
