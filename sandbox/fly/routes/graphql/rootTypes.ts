/** The roots, and what every type uses, as in the vendor's schema. */
export const rootTypes = /* GraphQL */ `
	scalar BigInt
	type FlyPlatform {
		regions: [Region!]!
		requestRegion: String
		vmSizes: [VMSize!]!
	}

	type VMSize {
		cpuCores: Float!
		maxMemoryMb: Int!
		memoryGb: Float!
		memoryIncrementsMb: [Int!]!
		memoryMb: Int!
		name: String!
		priceMonth: Float!
		priceSecond: Float!
	}
	scalar ISO8601DateTime
	scalar JSON

	type Mutations {
		addCertificate(appId: ID!, hostname: String!): AddCertificatePayload
		allocateIpAddress(input: AllocateIPAddressInput!): AllocateIPAddressPayload
		checkCertificate(input: CheckCertificateInput!): CheckCertificatePayload
		createApp(input: CreateAppInput!): CreateAppPayload
		createBuild(input: CreateBuildInput!): CreateBuildPayload
		createLimitedAccessToken(input: CreateLimitedAccessTokenInput!): CreateLimitedAccessTokenPayload
		createRelease(input: CreateReleaseInput!): CreateReleasePayload
		deleteApp(appId: ID!): DeleteAppPayload
		deleteCertificate(appId: ID!, hostname: String!): DeleteCertificatePayload
		deleteLimitedAccessToken(input: DeleteLimitedAccessTokenInput!): DeleteLimitedAccessTokenPayload
		finishBuild(input: FinishBuildInput!): FinishBuildPayload
		lockApp(input: LockAppInput!): LockAppPayload
		releaseIpAddress(input: ReleaseIPAddressInput!): ReleaseIPAddressPayload
		setSecrets(input: SetSecretsInput!): SetSecretsPayload
		unlockApp(input: UnlockAppInput!): UnlockAppPayload
		unsetSecrets(input: UnsetSecretsInput!): UnsetSecretsPayload
		updateRelease(input: UpdateReleaseInput!): UpdateReleasePayload
	}

	interface Node {
		id: ID!
	}
	type PageInfo {
		endCursor: String
		hasNextPage: Boolean!
		hasPreviousPage: Boolean!
		startCursor: String
	}

	type Queries {
		app(id: String, internalId: String, key: String, name: String): App
		appNameAvailable(name: String!): Boolean!
		apps(
			active: Boolean
			after: String
			before: String
			first: Int
			ids: [String!]
			last: Int
			organizationId: ID
			platform: String
			role: String
			type: String
		): AppConnection!
		canPerformBluegreenDeployment(name: String!): Boolean!
		currentUser: User!
		latestImageDetails(flyVersion: String, image: String!): ImageVersion!
		latestImageTag(repository: String!, snapshotId: ID): String!
		machine(machineId: String!): Machine!
		nearestRegion(wireguardGateway: Boolean): Region!
		node(id: ID!): Node
		organization(id: ID, name: String, slug: String): Organization
		organizations(
			admin: Boolean
			after: String
			before: String
			first: Int
			last: Int
			type: OrganizationType
			withBillingIssuesOnly: Boolean
		): OrganizationConnection!
		platform: FlyPlatform!
		viewer: Principal!
	}

	type Region {
		code: String!
		deprecated: Boolean!
		gatewayAvailable: Boolean!
		latitude: Float
		longitude: Float
		name: String!
		requiresPaidPlan: Boolean!
	}
`;
