import type { GlobFilter } from '../values/globs/globFilter';
import type { DeployTimes } from './deployWindow';
import { readBuildTimeoutMinutes, readBuildWorkflow, readImage, readSchema } from './rowBuild';
import { readApprovers, readTimes, readWave } from './rowPermission';
import { readGateQuery } from './rowGate';
import { readBranches, readContext, readPlatform, readRepository, readRepositoryId, readTarget } from './rowPlace';
import { type PreviewParent, readPreviewOrg, readPreviewParent } from './rowPreview';
import { RowReader } from './rowReader';

export { imageOfCommit } from './rowBuild';
export { previewEnvironment } from './rowPlace';

/** A service in an environment, as read from one row of the catalog. What could not be read is empty. */
export interface CatalogRow {
	/** Counted from 1, as people count. */
	readonly rowNumber: number;
	readonly service: string;
	readonly displayName: string;
	readonly environment: string;
	readonly platform: string;
	/** Site id or name; app; `cluster/service`; `graph@variant/subgraph`; `namespace/deployment`. */
	readonly target: string;
	/** `owner/name`. */
	readonly repository: string;
	/** GitHub's number of the repository, which a rename leaves as it is; null where the row has none. */
	readonly repositoryId: string | null;
	/** Netlify's: `production`, `deploy-preview`, `branch:staging`; empty on other platforms. */
	readonly context: string;
	readonly branches: readonly string[];
	/** An empty include means every file. */
	readonly paths: GlobFilter;
	/** As the row says; the lowest goes first. */
	readonly wave: number;
	readonly healthUrl: string;
	readonly versionUrl: string;
	/** What a metric has to be after a deployment; empty for nothing. */
	readonly gateQuery: string;
	readonly dependsOn: readonly string[];
	readonly enabled: boolean;
	readonly hold: boolean;
	readonly holdReason: string;
	/** The image to deploy, at Temporal the build ID, with `{commit}` in the place of the commit; empty where the platform builds. */
	readonly image: string;
	/** GraphOS: the file of the subgraph's schema in the repository; empty on other platforms. */
	readonly schema: string;
	/** The container to change; empty where there is only one. */
	readonly container: string;
	/** File of the GitHub Actions workflow that builds the image, such as `build-paintbox-api.yml`. */
	readonly buildWorkflow: string;
	readonly buildTimeoutMinutes: number;
	/** Whether the branch's head is deployed, or the commit of the latest release. */
	readonly deployFrom: 'branch' | 'release';
	/** Whether it is rolled back when another service of its release fails: as dependencies tell, always, never. */
	readonly compensate: '' | 'release' | 'never';
	/** Amazon ECS: command of a task that is run once before the service is deployed. */
	readonly migration: string;
	/** Fly.io: how machines are replaced, what runs before, and which secrets must have arrived. Temporal: shares of new workflows, and a check. */
	readonly strategy: string;
	readonly releaseCommand: string;
	readonly secretsVersion: string;
	/** When it may be deployed. */
	readonly times: DeployTimes;
	/** Whether a person has to approve each deployment; with four eyes nobody approves what is their own. */
	readonly approval: '' | 'required' | 'four-eyes';
	/** E-mail addresses, in lower case; empty for everybody who may open the form. */
	readonly approvers: readonly string[];
	/** Previews at Fly.io: the organization of their apps, which is not that of production. */
	readonly previewOrg: string;
	/** Previews: the project and branch at Neon that their database is branched from; null where they have none. */
	readonly previewParent: PreviewParent | null;
	/** Whether their database has the parent's data, or its tables alone. */
	readonly previewData: 'copy' | 'schema-only';
	/** The AWS secret of this service and environment; empty for the one that Bootstrap names. */
	readonly secretName: string;
	/** Whether a roll back brings the version of that secret back that the deployment had. */
	readonly rollBackSecrets: boolean;
}

export interface CatalogIssue {
	readonly row: number;
	readonly service: string;
	readonly environment: string;
	/** The column. */
	readonly field: string;
	readonly message: string;
	readonly advice: string;
}

/** Reads a row of the Data Table, its issues apart. Nothing in it is guessed, save that an empty wave is the first. */
export function readCatalogRow(
	row: Readonly<Record<string, unknown>>,
	rowNumber: number,
): { readonly row: CatalogRow; readonly issues: readonly CatalogIssue[] } {
	const reader = new RowReader(row);
	const read: CatalogRow = {
		rowNumber,
		service: reader.name('service', 'paintbox-frontend'),
		displayName: reader.text('display_name') || reader.text('service'),
		environment: reader.name('environment', 'production'),
		platform: readPlatform(reader),
		target: readTarget(reader),
		repository: readRepository(reader),
		repositoryId: readRepositoryId(reader),
		context: readContext(reader),
		branches: readBranches(reader),
		paths: { include: reader.globs('paths', true), exclude: reader.globs('exclude_paths', false), names: 'paths' },
		wave: readWave(reader),
		healthUrl: reader.address('health_url'),
		versionUrl: reader.address('version_url'),
		gateQuery: readGateQuery(reader),
		dependsOn: reader
			.text('depends_on')
			.split(/[\n,]/)
			.map((name) => name.trim())
			.filter(Boolean),
		enabled: reader.switchedOn('enabled'),
		hold: reader.switchedOn('hold'),
		holdReason: reader.text('hold_reason'),
		image: readImage(reader),
		schema: readSchema(reader),
		container: reader.text('container'),
		buildWorkflow: readBuildWorkflow(reader),
		buildTimeoutMinutes: readBuildTimeoutMinutes(reader),
		deployFrom: reader.word('deploy_from', ['branch', 'release'], 'branch'),
		compensate: reader.word('compensate', ['', 'release', 'never'], reader.text('migration') === '' ? '' : 'never'),
		migration: reader.text('migration'),
		strategy: reader.text('strategy'),
		releaseCommand: reader.text('release_command'),
		secretsVersion: reader.text('secrets_version'),
		times: readTimes(reader),
		approval: reader.word('approval', ['', 'required', 'four-eyes'], ''),
		approvers: readApprovers(reader),
		previewOrg: readPreviewOrg(reader),
		previewParent: readPreviewParent(reader),
		previewData: reader.word('preview_data', ['copy', 'schema-only'], 'copy'),
		secretName: reader.text('secret_name'),
		rollBackSecrets: reader.switchedOn('roll_back_secrets'),
	};
	const { service, environment } = read;
	return {
		row: read,
		issues: reader.issues.map((issue) => ({ row: rowNumber, service, environment, ...issue })),
	};
}
