import { isRecord, type JsonRecord, readRecords } from '../../tools/json';
import { createReleaseWorld, EVERY, type ReleaseWorld } from './releaseWorld';

/** Four services on three platforms that were deployed once, and what people get wrong about them. */
export interface BadInputDriver {
	readonly world: ReleaseWorld;
	/** The commit that is live. */
	readonly good: string;
	/** As at first, with everything deployed once. */
	renew(): Promise<void>;
	/** Changes the row of that service's production. */
	setRow(service: string, change: JsonRecord): void;
	lastRelease(): JsonRecord | undefined;
	minutes(count: number): Promise<void>;
	/** A call of a person's to a platform's API. */
	call(method: string, path: string, token: string, body?: object): Promise<void>;
	/** Netlify's id of that site. */
	siteId(name: string): string;
	/** What the open pages say. */
	summaries(): string[];
	/** The ledger's rows of that service and commit. */
	ends(service: string, commit: string): JsonRecord[];
}

export async function createBadInputDriver(): Promise<BadInputDriver> {
	const world = await createReleaseWorld({ platformSpeed: 10, services: [...EVERY, 'crown-trophy'] });
	let good = '';
	return {
		world,
		get good() {
			return good;
		},
		async renew() {
			await world.renew();
			good = await world.push({ touches: EVERY });
			await world.calm();
			world.engine.runner.runs.length = 0;
		},
		setRow: (service, change) =>
			world.engine.tables.change(
				'slipway_services',
				(row) => row.service === service && row.environment === 'production',
				change,
			),
		lastRelease: () => world.releases().findLast(({ branch }) => branch === 'main'),
		async minutes(count) {
			for (let minute = 0; minute < count; minute++) await world.minute();
		},
		async call(method, path, token, body) {
			const response = await fetch(`${world.engine.sandbox.origin}${path}`, {
				method,
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				...(body && { body: JSON.stringify(body) }),
			});
			expect(response.status).toBeLessThan(300);
		},
		siteId(name) {
			const { netlify } = world.engine.sandbox.state();
			const sites = isRecord(netlify) ? readRecords(netlify, 'sites') : [];
			return String(sites.find((site) => site.name === name)?.id);
		},
		summaries: () => world.engine.openIncidents().map(({ summary }) => String(summary)),
		ends: (service, commit) => world.ledger(service).filter((row) => row.commit === commit),
	};
}
