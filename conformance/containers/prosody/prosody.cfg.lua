-- One local domain with its accounts, and one external component for each domain that a bridge
-- carries. Every ENV_ name is set by `run`.

run_as_root = true -- one process in a container or under a temporary directory
daemonize = false
data_path = ENV_PROSODY_DATA
pidfile = ENV_PROSODY_DATA .. "/prosody.pid"
log = { [ENV_PROSODY_LOG] = "*console" }
certificates = ENV_PROSODY_DATA

interfaces = { ENV_PROSODY_ADDRESS }
c2s_ports = { tonumber(ENV_PROSODY_C2S_PORT) }
component_interfaces = { ENV_PROSODY_ADDRESS }
component_ports = { tonumber(ENV_PROSODY_COMPONENT_PORT) }
network_settings = { nagle = false } -- else small stanzas wait for the peer's acknowledgement

local modules = { "roster", "saslauth", "tls", "disco", "ping", "version", "carbons", "stanza_debug" }
if ENV_PROSODY_COMPONENT_TLS_PORT ~= "" then -- components under TLS from the first octet on
  modules[#modules + 1] = "net_multiplex"
  ssl_interfaces = { ENV_PROSODY_ADDRESS }
  ssl_ports = { tonumber(ENV_PROSODY_COMPONENT_TLS_PORT) }
end
local unwanted = {}
if ENV_PROSODY_S2S == "true" then -- whoever the DNS says, by TLS and dialback (XEP-0220)
  modules[#modules + 1] = "dialback"
  s2s_interfaces = { ENV_PROSODY_ADDRESS }
else
  unwanted[#unwanted + 1] = "s2s" -- foreign domains are reached through the bridge alone
end
if ENV_PROSODY_HOLD_SECONDS ~= "" then -- for a client that was lost, its stanzas so long (XEP-0198)
  modules[#modules + 1] = "smacks"
  smacks_hibernation_time = tonumber(ENV_PROSODY_HOLD_SECONDS)
  unwanted[#unwanted + 1] = "offline" -- and then they go back
end
modules_enabled = modules
modules_disabled = unwanted

authentication = "internal_hashed"
c2s_require_encryption = ENV_PROSODY_REQUIRE_TLS == "true"
allow_unencrypted_plain_auth = ENV_PROSODY_REQUIRE_TLS ~= "true"
ssl = {
  certificate = ENV_PROSODY_DATA .. "/certificate.pem",
  key = ENV_PROSODY_DATA .. "/key.pem",
}

VirtualHost(ENV_PROSODY_DOMAIN)

-- XEP-0114. A component may be any host name: for a foreign domain its users keep their addresses.
for domain in ENV_PROSODY_COMPONENTS:gmatch("%S+") do
  Component(domain)
  component_secret = ENV_PROSODY_SECRET
  component_conflict_resolve = ENV_PROSODY_COMPONENT_CONFLICT
end
