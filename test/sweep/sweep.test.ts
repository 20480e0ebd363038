import { describeOnEngine } from '../n8n/engine/installedN8n';
import { type CaseRunner, createCaseRunner } from './runCase';
import { sampleOf } from './sample';
import { subjectNamed } from './subjects';

/** So many cases of each, always the same: all of them are `npm run sweep`. */
const SAMPLES: ReadonlyArray<readonly [subject: string, count: number]> = [
	['22-ecs look', 6],
	['20-netlify deploy', 8],
	['23-graphos rollback', 6],
	['02-release on netlify', 10],
];

describeOnEngine('a sample of the sweep', () => {
	let runner: CaseRunner;
	beforeAll(async () => {
		runner = await createCaseRunner();
	});
	afterAll(async () => await runner?.close());

	it.each(SAMPLES)('of %s: nothing is violated', async (name, count) => {
		const subject = subjectNamed(name);
		const cases = await runner.list(subject);
		expect(cases.length).toBeGreaterThan(count);
		const violated: Record<string, readonly string[]> = {};
		for (const one of sampleOf(cases, count)) {
			const { violations } = await runner.run(subject, one);
			if (violations.length > 0) violated[one.name] = violations;
		}
		expect(violated).toEqual({});
	});
});
