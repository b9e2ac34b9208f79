#include "model/threat.h"

namespace bartizan {

std::size_t Findings::memory_bytes() const {
    return threats.capacity() * sizeof(Threat) + placements.capacity() * sizeof(ControlPlacement) +
           assurance.capacity() * sizeof(Assurance) + coverage.capacity() * sizeof(Coverage) +
           bypasses.capacity() * sizeof(Bypass) + path_flows.capacity() * sizeof(FlowId) +
           tool_threats.capacity() * sizeof(ToolThreat);
}

}  // namespace bartizan
