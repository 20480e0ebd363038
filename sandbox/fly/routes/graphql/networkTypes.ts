/** Addresses, certificates and services of apps, as in the vendor's schema. */
export const networkTypes = /* GraphQL */ `
	type AddCertificatePayload {
		certificate: AppCertificate
		check: HostnameCheck
	}

	input AllocateIPAddressInput {
		appId: ID!
		clientMutationId: String
		network: String
		organizationId: ID
		region: String
		serviceName: String
		type: IPAddressType!
	}

	type AllocateIPAddressPayload {
		app: App!
		clientMutationId: String
		ipAddress: IPAddress
	}

	type AppCertificate implements Node {
		acmeAlpnConfigured: Boolean!
		acmeDnsConfigured: Boolean!
		certificateAuthority: String
		clientStatus: String!
		configured: Boolean!
		createdAt: ISO8601DateTime
		dnsProvider: String
		dnsValidationHostname: String!
		dnsValidationInstructions: String!
		dnsValidationTarget: String!
		hostname: String!
		id: ID!
		isApex: Boolean!
		isWildcard: Boolean!
		issued(after: String, before: String, first: Int, includeExpired: Boolean, last: Int): CertificateConnection!
		source: String
		validationErrors: [AppCertificateValidationError!]!
	}

	type AppCertificateConnection {
		nodes: [AppCertificate]
		pageInfo: PageInfo!
		totalCount: Int!
	}

	type AppCertificateValidationError {
		errorCode: CertificateValidationErrorCodeEnum
		message: String!
		remediation: String
		timestamp: ISO8601DateTime!
	}

	type Certificate implements Node {
		expiresAt: ISO8601DateTime!
		hostname: String!
		id: ID!
		type: String!
	}
	type CertificateConnection {
		nodes: [Certificate]
		pageInfo: PageInfo!
		totalCount: Int!
	}

	enum CertificateValidationErrorCodeEnum {
		CAA_RECORD_INVALID
		CAA_RECORD_MISSING_FLY
		CONFLICTING_PORT_443_SERVICES
		DNS_NOT_CONFIGURED
		DNS_RECORD_MISMATCH
		DNS_RECORD_PARTIAL_MATCH
		DNS_TIMEOUT
		DNS_VALIDATION_FAILED
		HTTP_HOSTNAME_MISMATCH
		HTTP_IPV6_REQUIRED
		IPV6_NOT_ALLOCATED
		IPV6_NOT_FOUND
		NO_ALLOCATED_IPS
		RATE_LIMITED
		TLS_HANDLER_MISSING
	}

	input CheckCertificateInput {
		appId: ID!
		clientMutationId: String
		hostname: String!
	}
	type CheckCertificatePayload {
		certificate: AppCertificate
		check: HostnameCheck
		clientMutationId: String
	}
	type DeleteCertificatePayload {
		app: App
		certificate: AppCertificate
	}
	type EgressIPAddress implements Node {
		id: ID!
		ip: String!
		region: String!
		version: Int!
	}
	type EgressIPAddressConnection {
		nodes: [EgressIPAddress]
		pageInfo: PageInfo!
		totalCount: Int!
	}

	type HostnameCheck {
		aRecords: [String!]!
		aaaaRecords: [String!]!
		cnameRecords: [String!]!
		dnsProvider: String
		dnsVerificationRecord: String
		resolvedAddresses: [String!]!
		soa: String
	}

	type IPAddress implements Node {
		address: String!
		createdAt: ISO8601DateTime!
		id: ID!
		network: Network
		region: String
		serviceName: String
		type: IPAddressType!
	}

	type IPAddressConnection {
		nodes: [IPAddress]
		pageInfo: PageInfo!
		totalCount: Int!
	}
	enum IPAddressType {
		private_v6
		shared_v4
		v4
		v6
	}
	type Network implements Node {
		id: ID!
		name: String!
		organization: Organization!
	}
	input ReleaseIPAddressInput {
		appId: ID
		clientMutationId: String
		ip: String
		ipAddressId: ID
		serviceName: String
	}
	type ReleaseIPAddressPayload {
		clientMutationId: String
	}
	type Service {
		description: String!
		internalPort: Int!
		ports: [ServicePort!]!
		protocol: ServiceProtocolType!
	}
	enum ServiceHandlerType {
		EDGE_HTTP
		HTTP
		PG_TLS
		PROXY_PROTO
		TLS
	}
	type ServicePort {
		handlers: [ServiceHandlerType!]!
		port: Int
	}
	enum ServiceProtocolType {
		TCP
		UDP
	}
`;
