/** Releases, builds and images, as in the vendor's schema. */
export const releaseTypes = /* GraphQL */ `
	input BuildFinalImageInput {
		id: String!
		sizeBytes: BigInt!
		tag: String!
	}

	input BuildImageOptsInput {
		buildArgs: JSON
		buildPacks: [String!]
		builder: String
		builtIn: String
		builtInSettings: JSON
		dockerfilePath: String
		extraBuildArgs: JSON
		imageLabel: String
		imageRef: String
		noCache: Boolean
		publish: Boolean
		tag: String
		target: String
	}

	input BuildStrategyAttemptInput {
		error: String
		note: String
		result: String!
		strategy: String!
	}

	input BuildTimingsInput {
		buildAndPushMs: BigInt
		buildMs: BigInt
		builderInitMs: BigInt
		contextBuildMs: BigInt
		imageBuildMs: BigInt
		pushMs: BigInt
	}

	input BuilderMetaInput {
		builderType: String!
		buildkitEnabled: Boolean
		dockerVersion: String
		platform: String
		remoteAppName: ID
		remoteMachineId: ID
	}

	input CreateBuildInput {
		appName: ID!
		builderType: String!
		clientMutationId: String
		imageOpts: BuildImageOptsInput
		machineId: ID
		strategiesAvailable: [String!]!
	}

	type CreateBuildPayload {
		clientMutationId: String
		id: ID!
		status: String!
	}

	input CreateReleaseInput {
		appId: ID!
		buildId: ID
		clientMutationId: String
		definition: JSON!
		image: String!
		platformVersion: String!
		strategy: DeploymentStrategy!
	}

	type CreateReleasePayload {
		app: App!
		clientMutationId: String
		release: Release
	}
	enum DeploymentStrategy {
		BLUEGREEN
		CANARY
		IMMEDIATE
		ROLLING
		ROLLING_ONE
		SIMPLE
	}

	input FinishBuildInput {
		appName: ID!
		buildId: ID!
		builderMeta: BuilderMetaInput
		clientMutationId: String
		finalImage: BuildFinalImageInput
		logs: String
		machineId: ID
		status: String!
		strategiesAttempted: [BuildStrategyAttemptInput!]
		timings: BuildTimingsInput
	}

	type FinishBuildPayload {
		clientMutationId: String
		id: ID!
		status: String!
		wallclockTimeMs: Int!
	}

	type Image {
		absoluteRef: String!
		compressedSizeFull: BigInt!
		digest: String!
		id: ID!
		label: String!
		ref: String!
		registry: String!
		repository: String!
		tag: String
	}

	type ImageVersion {
		digest: String!
		registry: String!
		repository: String!
		tag: String!
		version: String
	}

	type Release implements Node {
		createdAt: ISO8601DateTime!
		deploymentStrategy: DeploymentStrategy!
		description: String!
		evaluationId: String
		id: ID!
		imageRef: String
		inProgress: Boolean!
		metadata: JSON
		reason: String!
		revertedTo: Int
		stable: Boolean!
		status: String!
		updatedAt: ISO8601DateTime!
		user: User
		version: Int!
	}

	type ReleaseConnection {
		nodes: [Release]
		pageInfo: PageInfo!
		totalCount: Int!
	}

	type ReleaseUnprocessed implements Node {
		configDefinition: JSON
		createdAt: ISO8601DateTime!
		deploymentStrategy: DeploymentStrategy!
		description: String!
		evaluationId: String
		id: ID!
		imageRef: String
		inProgress: Boolean!
		reason: String!
		revertedTo: Int
		stable: Boolean!
		status: String!
		updatedAt: ISO8601DateTime!
		user: User
		version: Int!
	}

	type ReleaseUnprocessedConnection {
		nodes: [ReleaseUnprocessed]
		pageInfo: PageInfo!
		totalCount: Int!
	}
	input UpdateReleaseInput {
		clientMutationId: String
		metadata: JSON
		releaseId: ID!
		status: String
	}
	type UpdateReleasePayload {
		clientMutationId: String
		release: Release!
	}
`;
