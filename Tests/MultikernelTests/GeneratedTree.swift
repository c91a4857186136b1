import DeviceTree

/// A tree as the first versions wrote it, with names that no source can have.
enum GeneratedTree {
    static func blob() throws(DeviceTreeError) -> [UInt8] {
        try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.property("compatible", string: "multikernel-v1")
            try root.node("instances") { list throws(DeviceTreeError) in
                try list.node("green") { instance throws(DeviceTreeError) in
                    try instance.property("id", bigEndian32: 5)
                    try instance.property("compatible", string: "multikernel-v1")
                    try instance.property("status", string: "active")
                    try instance.node("resources") { resources throws(DeviceTreeError) in
                        try resources.property("memory-base", bigEndian64: 0x6000_0000)
                        try resources.property("memory-bytes", bigEndian64: 0x1800_0000)
                        try resources.property("cpus", cells: [10, 11])
                        try resources.node("pci@8086:1572") { device throws(DeviceTreeError) in
                            try device.property("vendor", bigEndian32: 0x8086)
                            try device.property("device", bigEndian32: 0x1572)
                            try device.property("domain", bigEndian32: 0)
                            try device.property("bus", bigEndian32: 0x61)
                            try device.property("slot", bigEndian32: 0)
                            try device.property("function", bigEndian32: 1)
                        }
                        try resources.node("platform@0") { device throws(DeviceTreeError) in
                            try device.property("hid", string: "PNP0501")
                            try device.property("name", string: "serial8250")
                        }
                    }
                }
            }
        }
    }
}
