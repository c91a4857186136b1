/// Devices below their bridges: a line each where they are few, squares where they are many.
struct SVGDevices {
    private let picture: Picture
    private let forest: DeviceForest

    /// More devices than this are squares.
    private static let mostLines = 120
    /// More devices than this are counted.
    private static let mostSquares = 4096
    private static let mostGroups = 256

    init(_ picture: Picture, forest: DeviceForest) {
        self.picture = picture
        self.forest = forest
    }

    func draw(on page: inout SVGPage) {
        page.heading("Devices")
        let isDetailed = forest.count <= Self.mostLines
        var left = Self.mostSquares
        for group in forest.groups.prefix(Self.mostGroups) where left > 0 {
            if isDetailed {
                drawLines(group, on: &page)
            } else {
                drawSquares(group, limit: left, on: &page)
            }
            left -= group.devices.count
        }
        let shown = forest.groups.prefix(Self.mostGroups).reduce(0) { $0 + $1.devices.count }
        let hidden = forest.count - min(shown, Self.mostSquares)
        if hidden > 0 {
            page.y += 18
            page.text("\(hidden) more devices", x: SVGPage.margin, y: page.y, class: "q")
        }
    }

    private func drawLines(_ group: DeviceForest.Group, on page: inout SVGPage) {
        page.y += 18
        page.text(group.title, x: SVGPage.margin, y: page.y, class: "t", size: 12, width: 700)
        let end = SVGPage.margin + min(700, SVGPage.width(of: group.title, size: 12)) + 16
        page.text(group.note, x: end, y: page.y, class: "q", size: 11, width: SVGPage.width - SVGPage.margin - end)
        page.y += 6
        let perRow = 2
        let width = (SVGPage.inner - 16) / perRow
        for (index, device) in group.devices.enumerated() {
            let x = SVGPage.margin + 16 + index % perRow * width
            let y = page.y + index / perRow * 24
            draw(device, x: x, y: y, width: width - 8, on: &page)
        }
        page.y += (group.devices.count + perRow - 1) / perRow * 24 + 4
    }

    private func draw(_ device: DeviceForest.Item, x: Int, y: Int, width: Int, on page: inout SVGPage) {
        let owner = picture.owners[device.owner]
        page.box(x: x, y: y, width: width, height: 20, class: "chip", radius: 3)
        page.box(x: x, y: y, width: 20, height: 20, class: page.fill(owner.paint), radius: 3)
        let ownerWidth = min(150, SVGPage.width(of: owner.name, size: 11))
        let room = width - 36 - ownerWidth - 12
        let nameWidth = min(room, SVGPage.width(of: device.name, size: 12))
        page.text(device.name, x: x + 28, y: y + 14, class: "t", size: 12, width: nameWidth)
        let rest = room - nameWidth - 12
        if rest > 40 {
            page.text(device.detail, x: x + 28 + nameWidth + 12, y: y + 14, class: "q", size: 11, width: rest)
        }
        page.text(owner.name, x: x + width - 8, y: y + 14, class: "q", size: 11, width: 150, anchor: .end)
    }

    private func drawSquares(_ group: DeviceForest.Group, limit: Int, on page: inout SVGPage) {
        page.y += 4
        let left = SVGPage.margin + 300
        let count = group.devices.count == 1 ? "1 device" : "\(group.devices.count) devices"
        page.text(group.title, x: SVGPage.margin, y: page.y + 12, class: "t", size: 12, width: 200)
        page.text(count, x: left - 16, y: page.y + 12, class: "q", size: 11, width: 90, anchor: .end)
        let perRow = (SVGPage.width - SVGPage.margin - left) / 15
        for (index, device) in group.devices.prefix(limit).enumerated() {
            let owner = picture.owners[device.owner]
            let detail = device.detail.isEmpty ? "" : " (\(device.detail))"
            page.box(
                x: left + index % perRow * 15, y: page.y + index / perRow * 15, width: 13, height: 13,
                class: page.fill(owner.paint), radius: 2, title: "\(device.name)\(detail): \(owner.name)")
        }
        page.y += (min(limit, group.devices.count) + perRow - 1) / perRow * 15 + 3
    }
}
