/** Apps, their secrets and their lock, as in the vendor's schema. */
export const appTypes = /* GraphQL */ `
	type App implements Node {
		appUrl: String
		certificate(hostname: String!): AppCertificate
		certificates(
			after: String
			before: String
			filter: String
			first: Int
			id: String
			last: Int
		): AppCertificateConnection!
		cnameTarget: String
		config: AppConfig!
		createdAt: ISO8601DateTime!
		currentLock: AppLock
		currentRelease: Release
		currentReleaseUnprocessed: ReleaseUnprocessed
		deployed: Boolean!
		hostIssues(after: String, before: String, first: Int, last: Int): IssueConnection
		hostname: String
		id: ID!
		image(ref: String!): Image
		imageDetails: ImageVersion
		internalNumericId: Int!
		ipAddresses(after: String, before: String, first: Int, last: Int): IPAddressConnection!
		limitedAccessTokens(after: String, before: String, first: Int, last: Int): LimitedAccessTokenConnection!
		machine(id: String!): Machine
		machines(active: Boolean, after: String, before: String, first: Int, last: Int, version: Int): MachineConnection!
		name: String!
		network: String
		networkId: Int
		organization: Organization!
		platformVersion: PlatformVersionEnum
		regions: [Region!]!
		release(id: ID, version: Int): Release
		releases(after: String, before: String, first: Int, last: Int): ReleaseConnection!
		releasesUnprocessed(
			after: String
			before: String
			first: Int
			last: Int
			status: String
		): ReleaseUnprocessedConnection!
		role: AppRole
		secrets: [Secret!]!
		services: [Service!]!
		sharedIpAddress: String
		state: AppState!
		status: String!
		version: Int!
		volumes(after: String, before: String, first: Int, last: Int): VolumeConnection!
	}

	type AppConfig {
		definition: JSON!
		errors: [String!]!
		services: [Service!]!
		valid: Boolean!
	}
	type AppConnection {
		nodes: [App]
		pageInfo: PageInfo!
		totalCount: Int!
	}
	type AppLock {
		expiration: ISO8601DateTime!
		lockId: ID!
	}
	interface AppRole {
		name: String!
	}
	enum AppState {
		DEPLOYED
		PENDING
		SUSPENDED
	}

	input CreateAppInput {
		appRoleId: String
		clientMutationId: String
		enableSubdomains: Boolean = false
		heroku: Boolean
		machines: Boolean = true
		name: String
		network: String
		organizationId: ID!
		preferredRegion: String
		runtime: RuntimeType = FIRECRACKER
	}

	type CreateAppPayload {
		app: App!
		clientMutationId: String
	}
	type DeleteAppPayload {
		organization: Organization!
	}
	type EmptyAppRole implements AppRole {
		name: String!
	}
	input LockAppInput {
		appId: ID!
		clientMutationId: String
	}
	type LockAppPayload {
		clientMutationId: String
		expiration: ISO8601DateTime
		lockId: ID
	}
	enum PlatformVersionEnum {
		detached
		machines
		nomad
	}
	enum RuntimeType {
		FIRECRACKER
		NODEPROXY
	}
	type Secret implements Node {
		createdAt: ISO8601DateTime!
		digest: String!
		id: ID!
		name: String!
		user: User
	}
	input SecretInput {
		key: String!
		value: String!
	}
	input SetSecretsInput {
		appId: ID!
		clientMutationId: String
		replaceAll: Boolean
		secrets: [SecretInput!]!
	}
	type SetSecretsPayload {
		app: App!
		clientMutationId: String
		release: Release
	}
	input UnlockAppInput {
		appId: ID!
		clientMutationId: String
		lockId: ID!
	}
	type UnlockAppPayload {
		app: App!
		clientMutationId: String
	}
	input UnsetSecretsInput {
		appId: ID!
		clientMutationId: String
		keys: [String!]!
	}
	type UnsetSecretsPayload {
		app: App!
		clientMutationId: String
		release: Release
	}
`;
