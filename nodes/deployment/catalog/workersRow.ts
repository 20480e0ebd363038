import type { CatalogIssue, CatalogRow } from './catalogRow';
import { imageOfCommit } from './catalogRow';
import { parseRamp } from './rampSteps';

/** What is wrong with a row of Temporal's workers: it names a version by its build ID, not an image. */
export function workersIssues(row: CatalogRow): CatalogIssue[] {
	if (row.platform !== 'temporal') return [];
	const { rowNumber, service, environment, target, image, strategy, releaseCommand } = row;
	const issue = (field: string, message: string, advice: string): CatalogIssue => ({
		row: rowNumber,
		service,
		environment,
		field,
		message,
		advice,
	});
	const ramp = parseRamp(strategy);
	const buildId = imageOfCommit(image, '0'.repeat(40));
	return [
		...(target !== '' && !/^[^/\s]+\/(?!__)[^/\s.]+$/.test(target)
			? [issue('target', `"${target}" is not namespace/deployment`, 'For temporal, enter them as in default/paintbox')]
			: []),
		...(/[/\s]/.test(buildId) || buildId.startsWith('__')
			? [
					issue(
						'image',
						`"${image}" is not a build ID`,
						'For temporal, enter the build ID that its workers are started with, such as {commit}, or leave it empty for the commit',
					),
				]
			: []),
		...(ramp.ok
			? []
			: [issue('strategy', ramp.reason, 'For temporal, write it like 10% 60s, 50% 5m, or leave it empty')]),
		...(releaseCommand !== '' && !/^[^@]*[^@\s][^@]*@[^@\s]+$/.test(releaseCommand)
			? [
					issue(
						'release_command',
						`"${releaseCommand}" names no workflow and task queue`,
						'For temporal, enter the workflow that has to complete on the new version first, such as deploymentCheck@paintbox, or leave it empty',
					),
				]
			: []),
	];
}
