import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import type { StoredNamespace } from '../model';
import type { TemporalWorld } from '../world/world';
import { answered, pageOf } from './answers';

/** What the server tells of itself and its namespaces. */
export function serverRoutes(world: TemporalWorld): SandboxRoute[] {
	const systemInfo: SandboxHandler = () =>
		answered(
			{
				serverVersion: '1.32.0',
				capabilities: {
					signalAndQueryHeader: true,
					internalErrorDifferentiation: true,
					supportsSchedules: true,
					encodedFailureAttributes: true,
					buildIdBasedVersioning: true,
					sdkMetadata: true,
				},
			},
			world,
		);
	const list: SandboxHandler = ({ query }) => {
		const { page, nextPageToken } = pageOf(world.list(), query);
		return answered(
			{ ...(nextPageToken !== '' && { nextPageToken }), namespaces: page.map((namespace) => namespaceBody(namespace)) },
			world,
		);
	};
	const get: SandboxHandler = ({ params }) => answered(namespaceBody(world.namespace(params.namespace ?? '')), world);
	return [
		{ method: 'GET', pattern: '/api/v1/system-info', handle: systemInfo },
		{ method: 'GET', pattern: '/api/v1/namespaces', handle: list },
		{ method: 'GET', pattern: '/api/v1/namespaces/:namespace', handle: get },
	];
}

function namespaceBody({ name, id }: StoredNamespace) {
	return {
		namespaceInfo: { name, state: 'NAMESPACE_STATE_REGISTERED', id, supportsSchedules: true },
		config: {
			workflowExecutionRetentionTtl: '86400s',
			badBinaries: {},
			historyArchivalState: 'ARCHIVAL_STATE_DISABLED',
			visibilityArchivalState: 'ARCHIVAL_STATE_DISABLED',
		},
		replicationConfig: { activeClusterName: 'active', clusters: [{ clusterName: 'active' }] },
	};
}
